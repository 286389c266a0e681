"""What the pages about people show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accounts.models import Invitation, OwnRole, User
from accounts.permissions import MATRIX, OWN_ROLE, ROLE_NAMES, Role
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
    return User.objects.select_related("own_role").order_by("-is_active", _RANK, "name", "id")


def waiting_invitations() -> QuerySet[Invitation]:
    """Invitations neither used nor taken back, lapsed ones too, newest first."""
    return (
        Invitation.objects.filter(accepted_at=None, revoked_at=None)
        .select_related("invited_by", "own_role")
        .order_by("-created_at", "-id")
    )


def own_roles() -> list[OwnRole]:
    """The roles that the business made, by name."""
    return list(OwnRole.objects.order_by("name", "id"))


def role_choices() -> list[tuple[str, str]]:
    """Every role there is, as forms choose among them: the built-in from most to least, then one's own."""
    built_in = [(role.value, ROLE_NAMES[role]) for role in Role]
    return [*built_in, *((f"{OWN_ROLE}{role.pk}", role.name) for role in own_roles())]


def permission_matrix(own: Sequence[OwnRole] = ()) -> list[MatrixRow]:
    """The whole matrix in the words a person reads, in its own order; with roles of one's own behind."""
    return [
        MatrixRow(verb, (*(role in roles for role in Role), *(name in role.permissions for role in own)))
        for name, (verb, roles) in MATRIX.items()
    ]


def role_names(own: Sequence[OwnRole] = ()) -> list[str]:
    """The roles' names from most to least, then those of one's own."""
    return [*(ROLE_NAMES[role] for role in Role), *(role.name for role in own)]


def holder_of_reset_link(user_id: int, token: str, *, now: datetime) -> User | None:
    """Whose password this link may set; None when it is used, old or another venue's."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return user if ResetTokens(now=now).check_token(user, token) else None


def open_invitation(token: str, *, now: datetime) -> Invitation | None:
    """The invitation of a link, while it is good."""
    invitation = (
        Invitation.objects.select_related("invited_by", "own_role")
        .filter(token_hash=invitation_token_hash(token))
        .first()
    )
    return invitation if invitation is not None and invitation.is_open(now) else None
