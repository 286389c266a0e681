"""Keys for programs: made, used, ended."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts.permissions import MATRIX, OWNERS_ONLY
from accounts.venue_scope import venues_of_business
from boom.core.db import service
from boom.core.errors import Invalid, LimitReached
from boom.core.ids import new_token
from integrations.errors import ApiKeyUnknown
from integrations.models import ApiKey
from integrations.services.webhooks import end_hooks_of
from integrations.tokens import key_hash

MOST_KEYS = 50
# No key makes keys or people, nor widens what it may do itself.
NEVER_OF_KEYS = OWNERS_ONLY
# So often at the most a use is written down.
WRITTEN_EVERY = timedelta(minutes=5)
_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"


@service
def make_key(
    *,
    name: str,
    permissions: Iterable[str],
    venue_ids: Iterable[int] = (),
    made_by_id: int,
    now: datetime,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key and give it, whole, this once: only its hash is kept.

    `permissions` are of accounts/permissions.py; no `venue_ids` means every venue. Raises Invalid, naming the
    field; LimitReached for more keys than anybody looks after.
    """
    name, wanted, venues = name.strip(), set(permissions), sorted(set(venue_ids))
    wrong = {}
    if not name:
        wrong["name"] = "Give the key a name: what uses it."
    if not wanted:
        wrong["permissions"] = "Choose what the key may do."
    elif not wanted <= MATRIX.keys() - NEVER_OF_KEYS:
        wrong["permissions"] = "A key cannot be given that."
    if set(venues) - {key for key, _ in venues_of_business()}:
        wrong["venue_ids"] = "There is no such venue."
    if expires_at is not None and expires_at <= now:
        wrong["expires_at"] = "That is past already."
    if wrong:
        raise Invalid(fields=wrong)
    if ApiKey.objects.good(now).count() >= MOST_KEYS:
        raise LimitReached("These are more keys than anybody looks after. Revoke one first.")
    prefix = "boom_" + "".join(secrets.choice(_BASE32) for _ in range(11))
    secret = new_token()
    key = ApiKey.objects.create(
        name=name,
        prefix=prefix,
        secret_hash=key_hash(secret),
        # In the order in which people read them.
        permissions=[permission for permission in MATRIX if permission in wanted],
        venue_ids=venues,
        made_by_id=made_by_id,
        expires_at=expires_at,
    )
    return key, f"{prefix}_{secret}"


@service
def revoke_key(*, key_id: int, now: datetime) -> ApiKey:
    """End a key: calls with it are refused from now on, and what it subscribed to ends.

    Twice changes nothing. Raises ApiKeyUnknown.
    """
    key = ApiKey.objects.select_for_update().filter(pk=key_id).first()
    if key is None:
        raise ApiKeyUnknown
    if key.revoked_at is None:
        key.revoked_at = now
        key.save(update_fields=["revoked_at"])
        end_hooks_of(by=f"key:{key.pk}", now=now)
    return key


@service
def note_use(*, key: ApiKey, now: datetime) -> None:
    """Keep about when a key was last used."""
    key.last_used_at = now
    ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)


def is_use_due(key: ApiKey, *, now: datetime) -> bool:
    """Whether the last use that was kept is long enough ago to be written again."""
    return key.last_used_at is None or now - key.last_used_at > WRITTEN_EVERY
