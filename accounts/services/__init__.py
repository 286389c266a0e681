"""Every change of an account, and of who may use it.

Whenever what a person may do changes, their `access_version` rises: every session and link that knew the old
number is dead at its next use, and `accounts.access_changed` tells open sockets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session

from accounts.errors import (
    AlreadyInvited,
    EmailTaken,
    InvitationUnknown,
    LastOwner,
    LinkSpent,
    PersonUnknown,
    RoleUnknown,
    SessionUnknown,
)
from accounts.models import Invitation, OwnRole, User
from accounts.permissions import Role
from accounts.sessions import OpenSession, open_sessions
from accounts.tokens import HandOverTokens, ResetTokens, invitation_token, invitation_token_hash
from boom.core import outbox
from boom.core.db import refusing, service
from boom.core.errors import Invalid
from boom.core.guard import PUBLIC, present_schema
from boom.core.ids import new_token

INVITATION_LIVES = timedelta(days=7)


@service
def create_user(
    *,
    name: str,
    email: str,
    password: str | None = None,
    role: str,
    own_role_id: int | None = None,
    legacy_id: str = "",
    password_hash: str = "",
) -> User:
    """Add a person with a role. Without a password they must reset it before the first log-in.

    `password_hash` is a ready hash instead (imported, or made before the transaction because hashing is slow
    by design). Raises EmailTaken when somebody here already uses the address, in whatever case.
    """
    user = User(
        name=name.strip(),
        email=email.strip().lower(),
        role=role,
        own_role_id=own_role_id,
        legacy_id=legacy_id,
        password=password_hash or make_password(password),
    )
    with refusing({"user_email_unique": EmailTaken}):
        user.save(force_insert=True)
    return user


@service
def create_super_admin(*, name: str, email: str, password: str) -> User:
    """Add somebody who runs the platform. Only on the platform's own schema. Raises EmailTaken."""
    if present_schema() != PUBLIC:
        raise AssertionError("a super admin lives on the platform's schema, never in a venue's")
    user = User(name=name.strip(), email=email.strip().lower(), role=Role.OWNER, is_superuser=True)
    user.set_password(password)
    with refusing({"user_email_unique": EmailTaken}):
        user.save(force_insert=True)
    return user


@service
def note_sign_in(*, user: User, now: datetime) -> None:
    """Keep when a person last signed in."""
    user.last_login = user.last_seen_at = now
    user.save(update_fields=["last_login", "last_seen_at"])


@service
def note_seen(*, user: User, now: datetime) -> None:
    """Keep when a person last used the dashboard."""
    user.last_seen_at = now
    user.save(update_fields=["last_seen_at"])


@service
def redeem_hand_over(*, user_id: int, token: str, now: datetime) -> User:
    """Let the owner who has just signed up in, once. Raises LinkSpent for a token used, old or foreign."""
    user = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
    if user is None or not HandOverTokens(now=now).check_token(user, token):
        raise LinkSpent
    note_sign_in(user=user, now=now)
    return user


@service
def request_password_reset(*, email: str) -> None:
    """Have a reset link sent, if the address is somebody's; takes the same way through if it is nobody's."""
    user = User.objects.at_address(email)
    outbox.publish("accounts.reset_requested", user=user.pk if user and user.is_active else None)


@service
def reset_password(*, user_id: int, token: str, password: str, now: datetime) -> User:
    """Set a password by a mailed link. Ends every session. Raises LinkSpent for a token that is not good."""
    user = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
    if user is None or not ResetTokens(now=now).check_token(user, token):
        raise LinkSpent
    return _set_password(user, password)


@service
def change_password(*, user_id: int, password: str) -> User:
    """Set a password for somebody who has just shown that they know the old one. Ends every session."""
    return _set_password(_locked(user_id), password)


@service
def end_sessions(*, user_id: int) -> User:
    """Sign a person out everywhere: browsers, open sockets, unused links."""
    user = _locked(user_id)
    raise_access(user)
    return user


@service
def end_session(*, user_id: int, mark: str, present_key: str | None, now: datetime) -> OpenSession:
    """Sign a person out of one browser, its open sockets too.

    Raises SessionUnknown for one that is not theirs or has ended.
    """
    user = _locked(user_id)
    wanted = (each for each in open_sessions(user, present_key=present_key, now=now) if each.mark == mark)
    found = next(wanted, None)
    if found is None:
        raise SessionUnknown
    Session.objects.filter(session_key=found.key).delete()
    outbox.publish("accounts.signed_out", user=user.pk, session=found.mark)
    return found


@service
def forget_ended_sessions(*, now: datetime) -> int:
    """Delete the sessions that have run out, in the present schema. Returns how many."""
    deleted, _ = Session.objects.filter(expire_date__lte=now).delete()
    return deleted


@service
def rename(*, user_id: int, name: str) -> User:
    """Change the name a person goes by."""
    user = _locked(user_id)
    user.name = name.strip()
    user.save(update_fields=["name"])
    return user


@service
def change_taste(*, user_id: int, clock_format: str, date_locale: str) -> User:
    """Change how times and dates look to a person; empty: as their venue has them."""
    user = _locked(user_id)
    user.clock_format, user.date_locale = clock_format, date_locale
    user.save(update_fields=["clock_format", "date_locale"])
    return user


@service
def keep_tour(*, user_id: int, at: str) -> None:
    """Remember where somebody is in the guided tour: a step's number, or "done"."""
    user = _locked(user_id)
    user.tour = at
    user.save(update_fields=["tour"])


@service
def keep_board_look(*, user_id: int, chosen: Mapping[str, str]) -> User:
    """Keep how a person likes the board drawn, beside what they chose before."""
    user = _locked(user_id)
    user.board_look = {**user.board_look, **chosen}
    user.save(update_fields=["board_look"])
    return user


@service
def change_role(*, user_id: int, role: str, own_role_id: int | None = None) -> User:
    """Give a person another role: a built-in one, or with `own_role_id` one that the business made.

    An owner is limited to no venue. Raises PersonUnknown, RoleUnknown, or LastOwner if nobody active would
    own the place.
    """
    owners = _lock_active_owners()
    user = _locked(user_id)
    if own_role_id is not None:
        role = Role.VIEWER
        if not OwnRole.objects.filter(pk=own_role_id).exists():
            raise RoleUnknown
    if (user.role, user.own_role_id) == (role, own_role_id):
        return user
    if owners == {user.pk}:
        raise LastOwner
    user.role, user.own_role_id = Role(role), own_role_id
    if user.role == Role.OWNER:
        user.venue_ids, user.room_ids = [], []
    user.save(update_fields=["role", "own_role", "venue_ids", "room_ids"])
    raise_access(user)
    return User.objects.select_related("own_role").get(pk=user.pk)


@service
def limit_to_venues(*, user_id: int, venue_ids: Iterable[int], room_ids: Iterable[int] = ()) -> User:
    """Let a person touch these venues, and these single rooms besides, only; none named: all.

    Raises PersonUnknown; Invalid for an owner.
    """
    user = _locked(user_id)
    venues, rooms = sorted(set(venue_ids)), sorted(set(room_ids))
    if (venues or rooms) and user.role == Role.OWNER:
        raise Invalid("An owner sees every venue.")
    if (user.venue_ids, user.room_ids) != (venues, rooms):
        user.venue_ids, user.room_ids = venues, rooms
        user.save(update_fields=["venue_ids", "room_ids"])
        raise_access(user)
    return user


@service
def deactivate(*, user_id: int) -> User:
    """Take a person's access away at once; what they did stays on record. Raises PersonUnknown, LastOwner."""
    owners = _lock_active_owners()
    user = _locked(user_id)
    if not user.is_active:
        return user
    if owners == {user.pk}:
        raise LastOwner
    user.is_active = False
    user.save(update_fields=["is_active"])
    raise_access(user)
    return user


@service
def reactivate(*, user_id: int) -> User:
    """Give a person their access back, with the role they had."""
    user = _locked(user_id)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        raise_access(user)
    return user


@service
def invite(
    *, email: str, role: str, invited_by_id: int, now: datetime, own_role_id: int | None = None
) -> Invitation:
    """Ask a colleague to join, by a mailed link that is good for a week.

    Raises RoleUnknown, EmailTaken when they have an account here, AlreadyInvited while an earlier invitation
    is open.
    """
    email = email.strip().lower()
    if own_role_id is not None and not OwnRole.objects.filter(pk=own_role_id).exists():
        raise RoleUnknown
    if User.objects.filter(email__iexact=email).exists():
        raise EmailTaken
    Invitation.objects.filter(
        email__iexact=email, accepted_at=None, revoked_at=None, expires_at__lte=now
    ).update(revoked_at=now)
    with refusing({"invitation_one_open_per_email": AlreadyInvited}):
        invitation = Invitation.objects.create(
            email=email,
            role=Role.VIEWER if own_role_id is not None else Role(role),
            own_role_id=own_role_id,
            # Nobody's token until the mail is written, which is when there is a key to make one of.
            token_hash=invitation_token_hash(new_token()),
            link_nonce=new_token(),
            invited_by_id=invited_by_id,
            expires_at=now + INVITATION_LIVES,
        )
    outbox.publish("accounts.invited", invitation=invitation.pk)
    return invitation


@service
def issue_invitation_link(*, invitation_id: int, now: datetime) -> tuple[Invitation, str] | None:
    """The invitation and its token, for the mail; None when it is no longer open. The same each time."""
    invitation = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
    if invitation is None or not invitation.is_open(now):
        return None
    token = invitation_token(invitation)
    if invitation.token_hash != invitation_token_hash(token):
        invitation.token_hash = invitation_token_hash(token)
        invitation.save(update_fields=["token_hash"])
    return invitation, token


@service
def resend_invitation(*, invitation_id: int, now: datetime) -> Invitation:
    """Send an open or lapsed invitation again, with a new link and a new week; the old link is dead."""
    invitation = _locked_invitation(invitation_id)
    invitation.link_nonce = new_token()
    invitation.token_hash = invitation_token_hash(new_token())
    invitation.expires_at = now + INVITATION_LIVES
    invitation.save(update_fields=["link_nonce", "token_hash", "expires_at"])
    outbox.publish("accounts.invited", invitation=invitation.pk)
    return invitation


@service
def revoke_invitation(*, invitation_id: int, now: datetime) -> Invitation:
    """Take an unused invitation back; its link is dead. Raises InvitationUnknown once it was used."""
    invitation = _locked_invitation(invitation_id)
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    return invitation


@service
def accept_invitation(*, token: str, name: str, password: str, now: datetime) -> User:
    """Make the invited person's account. The address and role are the invitation's, never the form's.

    Raises InvitationUnknown for a link that is not good, EmailTaken if the address got an account meanwhile
    (an invitation never takes an account over).
    """
    invitation = (
        Invitation.objects.select_for_update().filter(token_hash=invitation_token_hash(token)).first()
    )
    if invitation is None or not invitation.is_open(now):
        raise InvitationUnknown
    user = create_user(
        name=name,
        email=invitation.email,
        password=password,
        role=invitation.role,
        own_role_id=invitation.own_role_id,
    )
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    outbox.publish("accounts.joined", user=user.pk)
    return user


def _set_password(user: User, password: str) -> User:
    user.set_password(password)
    user.save(update_fields=["password"])
    raise_access(user)
    outbox.publish("accounts.password_changed", user=user.pk)
    return user


def raise_access(user: User) -> None:
    """End every session, socket and link of a person: what they may do is another now."""
    user.access_version += 1
    user.save(update_fields=["access_version"])
    outbox.publish("accounts.access_changed", user=user.pk, access_version=user.access_version)


def _lock_active_owners() -> set[int]:
    """Keys of the active owners, locked: two who step down at once do so one after the other."""
    owners = User.objects.select_for_update().filter(role=Role.OWNER, is_active=True).order_by("id")
    return {owner.pk for owner in owners}


def _locked(user_id: int) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise PersonUnknown
    return user


def _locked_invitation(invitation_id: int) -> Invitation:
    invitation = (
        Invitation.objects.select_for_update()
        .filter(pk=invitation_id, accepted_at=None, revoked_at=None)
        .first()
    )
    if invitation is None:
        raise InvitationUnknown
    return invitation
