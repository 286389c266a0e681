"""How changes of people's accounts are taken back: through the services of accounts, which stand below."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from accounts import services
from accounts.models import OwnRole, User
from audit.acts import RowChange
from audit.errors import CannotTakeBack, ChangedSince
from audit.models import Action
from audit.services.rows import insist_unchanged
from audit.taking_back import Undoing, rows_of, stays, takes_back
from boom.core.db import service

TAKEN_BACK = frozenset({"name", "role", "own_role_id", "venue_ids", "room_ids", "is_active"})


def _sign_in_anew(changes: Sequence[RowChange]) -> None:
    """Whoever has a role that is another now."""
    holders = User.objects.select_for_update().filter(own_role_id__in=[each.entity_id for each in changes])
    for user in holders.order_by("id"):
        services.raise_access(user)


@takes_back("accounts_user", permission="accounts.manage_staff")
def take_back_people(changes: Sequence[RowChange], undoing: Undoing) -> bool:
    """Names, roles and access as they were; an account that was made loses its access. Passwords never."""
    found = {_take_back(change, undoing) for change in changes}
    return True in found


@service
def _take_back(change: RowChange, undoing: Undoing) -> bool:
    if change.action == Action.DELETE:
        raise CannotTakeBack(gettext("An account that was removed cannot come back: its password is gone."))
    user = User.objects.filter(pk=change.entity_id).first()
    if user is None:
        raise ChangedSince(gettext("That account is gone."))
    insist_unchanged(user, change, undoing.act, never=frozenset(change.new) - TAKEN_BACK)
    if change.action == Action.INSERT:
        services.deactivate(user_id=user.pk)
        return True
    old = {name: value for name, value in change.old.items() if name in TAKEN_BACK}
    if old.keys() & {"role", "own_role_id"}:
        services.change_role(
            user_id=user.pk,
            role=old.get("role", user.role),
            own_role_id=old.get("own_role_id", user.own_role_id),
        )
    if {"venue_ids", "room_ids"} & old.keys():
        services.limit_to_venues(
            user_id=user.pk,
            venue_ids=old.get("venue_ids", user.venue_ids),
            room_ids=old.get("room_ids", user.room_ids),
        )
    if "name" in old:
        services.rename(user_id=user.pk, name=old["name"])
    if "is_active" in old:
        (services.reactivate if old["is_active"] else services.deactivate)(user_id=user.pk)
    return bool(old)


rows_of(OwnRole, permission="accounts.manage_staff", then=_sign_in_anew)
stays("accounts_invitation", word("An invitation is taken back, or sent again, on the team's page."))


@takes_back("audit_redaction", permission="audit.view_activity")
def refuse_to_remember(changes: Sequence[RowChange], undoing: Undoing) -> bool:
    """What was blanked is nowhere any more."""
    raise CannotTakeBack(gettext("What was erased is gone for good and cannot be brought back."))
