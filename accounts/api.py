"""The team by program: who is on it, and asking somebody to join."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Path, Router
from pydantic import BaseModel, Field

from accounts import services
from accounts.fields import AddressField
from accounts.models import Invitation, User
from accounts.permissions import Role
from accounts.selectors import team, waiting_invitations
from boom.core import clock, throttle
from boom.core.errors import Forbidden
from boom.rest.endpoints import ApiRequest, Made, endpoint
from boom.rest.values import Body, Id, Key, Shape, cleaned, line

router = Router()
SEE, MANAGE = "accounts.view_staff", "accounts.manage_staff"
TAGS = ["Team"]


class PersonShape(Shape):
    """Somebody with an account here."""

    id: int
    name: str
    email: str
    role: str = Field(description="What the role is called.", examples=["Front desk"])
    is_active: bool
    venue_ids: list[int] = Field(description="The venues they may touch; none named means all.")
    room_ids: list[int]


class TeamShape(BaseModel):
    """Everybody: the active first, then by role from most to least."""

    data: list[PersonShape]


class InvitationShape(Shape):
    """Somebody was asked to join."""

    id: int
    email: str
    role: str
    created_at: datetime
    expires_at: datetime


class InvitationsShape(BaseModel):
    """Invitations that are neither used nor taken back, the latest first."""

    data: list[InvitationShape]


class InviteBody(Body):
    """Whom to ask, and as what: a role of Boom's, or one of the business's own by its key."""

    email: Annotated[str, line(254, shortest=1)] = Field(examples=["priya@velvet.example.com"])
    role: Role = Role.FRONT_DESK
    own_role_id: Key | None = None


@endpoint(router, "GET", "/team", needs=SEE, gives=TeamShape, tags=TAGS)
def list_team(request: ApiRequest) -> TeamShape:
    """Who is on the team."""
    return TeamShape(data=[person_shape(each) for each in team()])


@endpoint(router, "GET", "/team/invitations", needs=MANAGE, gives=InvitationsShape, tags=TAGS)
def list_invitations(request: ApiRequest) -> InvitationsShape:
    """Who was asked to join and has not answered."""
    return InvitationsShape(data=[invitation_shape(each) for each in waiting_invitations()])


@endpoint(router, "POST", "/team/invitations", needs=MANAGE, gives=InvitationShape, status=201, tags=TAGS)
def invite_person(request: ApiRequest, body: InviteBody) -> Made:
    """Ask somebody to join, by a mailed link that is good for a week. By people only: no key makes people."""
    inviter, now = request.auth.holder, clock.now()
    if not isinstance(inviter, User):
        raise Forbidden
    email = cleaned({"email": (AddressField(), body.email)})["email"]
    throttle.take(throttle.INVITE, str(inviter.pk), now=now)
    made = services.invite(
        email=email, role=body.role, own_role_id=body.own_role_id, invited_by_id=inviter.pk, now=now
    )
    made.refresh_from_db()
    return Made(invitation_shape(made), "/api/v1/team/invitations")


@endpoint(router, "DELETE", "/team/invitations/{invitation_id}", needs=MANAGE, status=204, tags=TAGS)
def revoke_invitation(request: ApiRequest, invitation_id: Id = Path(...)) -> None:
    """Take an invitation back: its link is good no more."""
    services.revoke_invitation(invitation_id=invitation_id, now=clock.now())


def person_shape(person: User) -> PersonShape:
    """Somebody on the team, with their own role loaded."""
    return PersonShape(
        id=person.pk,
        name=person.name,
        email=person.email,
        role=person.role_name,
        is_active=person.is_active,
        venue_ids=person.venue_ids,
        room_ids=person.room_ids,
    )


def invitation_shape(invitation: Invitation) -> InvitationShape:
    """An open invitation, with its own role loaded."""
    return InvitationShape(
        id=invitation.pk,
        email=invitation.email,
        role=invitation.role_name,
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
    )
