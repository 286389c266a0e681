"""Proofs that travel in links: to set a password, to arrive signed in after sign-up, to accept an invitation.

All are bound to the schema: one made for a venue is noise at every other, although they share a secret key.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.crypto import salted_hmac
from django.utils.http import base36_to_int

from accounts.models import Invitation, User
from boom.core.guard import present_schema
from boom.core.ids import token_hash

HAND_OVER_LIVES = timedelta(seconds=60)


class ResetTokens(PasswordResetTokenGenerator):
    """Django's reset tokens at one instant: good for an hour and until used.

    A token carries nothing; it is an HMAC over what using it changes (password, access, last sign-in).
    """

    key_salt = "accounts.reset"

    def __init__(self, *, now: datetime) -> None:
        super().__init__()
        self._at = now

    def _now(self) -> datetime:
        # Django counts from a naive 2001-01-01.
        return self._at.astimezone(UTC).replace(tzinfo=None)

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        signed_in = user.last_login.isoformat() if user.last_login else ""
        state = (present_schema(), user.pk, user.email, user.password, user.access_version, signed_in)
        return "\x00".join(map(str, (*state, timestamp)))


class HandOverTokens(ResetTokens):
    """From the sign-up page to the new venue's own host: good for a minute and for one sign-in."""

    key_salt = "accounts.hand-over"

    def check_token(self, user: User | None, token: str | None) -> bool:
        if not super().check_token(user, token):
            return False
        made_at = base36_to_int(str(token).split("-")[0])
        return self._num_seconds(self._now()) - made_at <= HAND_OVER_LIVES.total_seconds()


def invitation_token(invitation: Invitation) -> str:
    """The 256-bit token of an invitation's link, made anew from its nonce and our secret at each sending."""
    state = f"{present_schema()}\x00{invitation.pk}\x00{invitation.link_nonce}"
    digest = salted_hmac("accounts.invitation", state, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def invitation_token_hash(token: str) -> str:
    """What is stored and looked up for an invitation's token, in the present schema."""
    return token_hash(token, purpose=f"invitation:{present_schema()}")
