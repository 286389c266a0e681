"""The team by program: who is on it, asking somebody to join, what each may do."""

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


class RoleBody(Body):
    """As what: a role of Boom's, or one of the business's own by its key."""

    role: Role = Role.FRONT_DESK
    own_role_id: Key | None = None


class InviteBody(RoleBody):
    """Whom to ask, and as what."""

    email: Annotated[str, line(254, shortest=1)] = Field(examples=["priya@velvet.example.com"])


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
    inviter, now = _person(request), clock.now()
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


@endpoint(router, "POST", "/team/invitations/{invitation_id}/resend", needs=MANAGE, status=204, tags=TAGS)
def resend_invitation(request: ApiRequest, invitation_id: Id = Path(...)) -> None:
    """Mail a new link; the one before is good no more."""
    asker, now = _person(request), clock.now()
    throttle.take(throttle.INVITE, str(asker.pk), now=now)
    services.resend_invitation(invitation_id=invitation_id, now=now)


@endpoint(router, "POST", "/team/{user_id}/role", needs=MANAGE, gives=PersonShape, tags=TAGS)
def change_person_role(request: ApiRequest, body: RoleBody, user_id: Id = Path(...)) -> PersonShape:
    """Give somebody another role. By people only; what they are signed in with ends."""
    _person(request)
    return person_shape(services.change_role(user_id=user_id, role=body.role, own_role_id=body.own_role_id))


@endpoint(router, "POST", "/team/{user_id}/deactivate", needs=MANAGE, gives=PersonShape, tags=TAGS)
def deactivate_person(request: ApiRequest, user_id: Id = Path(...)) -> PersonShape:
    """Take somebody's access away at once; what they did stays on record. By people only."""
    _person(request)
    return person_shape(services.deactivate(user_id=user_id))


@endpoint(router, "POST", "/team/{user_id}/reactivate", needs=MANAGE, gives=PersonShape, tags=TAGS)
def reactivate_person(request: ApiRequest, user_id: Id = Path(...)) -> PersonShape:
    """Give somebody their access back, with the role they had. By people only."""
    _person(request)
    return person_shape(services.reactivate(user_id=user_id))


def _person(request: ApiRequest) -> User:
    """Who asks, when that is a person: no key makes people or changes what they may do. Raises Forbidden."""
    asker = request.auth.holder
    if not isinstance(asker, User):
        raise Forbidden
    return asker


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
