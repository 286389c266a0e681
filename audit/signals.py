"""What we note when Django says that somebody signed in, out, or could not."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from audit.accesses import Kind
from audit.services.accesses import note_access


def note_sign_in(user: User, **_: Any) -> None:
    note_access(kind=Kind.SIGNED_IN, person_id=str(user.pk), person=user.get_full_name() or user.email)


def note_sign_out(user: User | None, **_: Any) -> None:
    if isinstance(user, User):
        note_access(kind=Kind.SIGNED_OUT, person_id=str(user.pk), person=user.get_full_name() or user.email)


def note_refusal(credentials: dict[str, Any], **_: Any) -> None:
    """An attempt at an account that there is; one at none concerns nobody here, and names may be typed
    there.
    """
    user = User.objects.at_address(str(credentials.get("username") or credentials.get("email") or ""))
    if user is not None:
        note_access(kind=Kind.REFUSED, person_id=str(user.pk), person=user.get_full_name() or user.email)
