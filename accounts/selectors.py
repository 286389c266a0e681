"""What the pages about people show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accounts.models import Invitation, User
from accounts.permissions import MATRIX, ROLE_NAMES, Role
from accounts.tokens import ResetTokens, invitation_token_hash

_RANK = Case(
    *(When(role=role, then=Value(rank)) for rank, role in enumerate(Role)), output_field=IntegerField()
)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One permission: its plain verb, and for each role, from most to least, whether it holds it."""

    verb: str
    held: tuple[bool, ...]


def team() -> QuerySet[User]:
    """Everybody with an account here: the active first, then by role from most to least, then by name."""
    return User.objects.order_by("-is_active", _RANK, "name", "id")


def waiting_invitations() -> QuerySet[Invitation]:
    """Invitations neither used nor taken back, lapsed ones too, newest first."""
    return (
        Invitation.objects.filter(accepted_at=None, revoked_at=None)
        .select_related("invited_by")
        .order_by("-created_at", "-id")
    )


def permission_matrix() -> list[MatrixRow]:
    """The whole matrix in the words a person reads, in its own order."""
    return [MatrixRow(verb, tuple(role in roles for role in Role)) for verb, roles in MATRIX.values()]


def role_names() -> list[str]:
    """The roles' names from most to least."""
    return [ROLE_NAMES[role] for role in Role]


def holder_of_reset_link(user_id: int, token: str, *, now: datetime) -> User | None:
    """Whose password this link may set; None when it is used, old or another venue's."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return user if ResetTokens(now=now).check_token(user, token) else None


def open_invitation(token: str, *, now: datetime) -> Invitation | None:
    """The invitation of a link, while it is good."""
    invitation = (
        Invitation.objects.select_related("invited_by")
        .filter(token_hash=invitation_token_hash(token))
        .first()
    )
    return invitation if invitation is not None and invitation.is_open(now) else None
