"""Colleagues are asked to join, by a link that works once, here."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail

from accounts import handlers, selectors, services
from accounts.errors import AlreadyInvited, EmailTaken, InvitationUnknown
from accounts.models import Invitation, User
from boom.core.models import OutboxMessage
from tenants.context import tenant_scope
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("business")


@pytest.fixture
def owner() -> User:
    return User.objects.get(role="owner")


def invited(owner: User, now: datetime, email: str = "ben@example.com", role: str = "manager") -> Invitation:
    return services.invite(email=email, role=role, invited_by_id=owner.pk, now=now)


def mailed_token(now: datetime) -> str:
    """Send the newest invitation's mail and take the token out of it."""
    message = OutboxMessage.objects.filter(kind="accounts.invited").latest("id")
    handlers.mail_invitation(message, now)
    return re.search(r"/accounts/invite/([^/]+)/", mail.outbox[-1].body)[1]


def join(token: str, now: datetime, name: str = "Ben Bell") -> User:
    return services.accept_invitation(token=token, name=name, password="a long password", now=now)


def test_an_invited_person_joins_with_the_address_and_role_of_the_invitation(owner, now):
    invited(owner, now, email="Ben@Example.com", role="front_desk")

    user = join(mailed_token(now), now)

    assert (user.email, user.name, user.role) == ("ben@example.com", "Ben Bell", "front_desk")
    assert user.check_password("a long password")


def test_a_link_works_once(owner, now):
    invited(owner, now)
    token = mailed_token(now)
    join(token, now)

    with pytest.raises(InvitationUnknown):
        join(token, now)


def test_a_link_is_good_for_a_week(owner, now):
    invited(owner, now)
    token = mailed_token(now)

    assert selectors.open_invitation(token, now=now + timedelta(days=7, seconds=-1)) is not None
    assert selectors.open_invitation(token, now=now + timedelta(days=7)) is None
    with pytest.raises(InvitationUnknown):
        join(token, now + timedelta(days=7))


def test_a_link_taken_back_is_dead(owner, now):
    invitation = invited(owner, now)
    token = mailed_token(now)

    services.revoke_invitation(invitation_id=invitation.pk, now=now)

    with pytest.raises(InvitationUnknown):
        join(token, now)


def test_nothing_is_mailed_for_an_invitation_taken_back(owner, now):
    invitation = invited(owner, now)
    services.revoke_invitation(invitation_id=invitation.pk, now=now)

    handlers.mail_invitation(OutboxMessage.objects.latest("id"), now)

    assert mail.outbox == []


def test_sending_again_makes_a_new_link_and_kills_the_old(owner, now):
    invitation = invited(owner, now)
    old = mailed_token(now)

    services.resend_invitation(invitation_id=invitation.pk, now=now + timedelta(days=6))
    new = mailed_token(now + timedelta(days=6))

    assert selectors.open_invitation(old, now=now) is None
    assert selectors.open_invitation(new, now=now + timedelta(days=12)) is not None


def test_a_mail_sent_twice_carries_one_good_link(owner, now):
    invited(owner, now)

    first, second = mailed_token(now), mailed_token(now)

    assert first == second
    assert mail.outbox[0].extra_headers["Message-ID"] == mail.outbox[1].extra_headers["Message-ID"]


def test_a_link_is_nothing_at_another_venue(owner, now, other_business):
    """Both have an invitation with the same key and nonce; only the schema differs."""
    invitation = invited(owner, now)
    token = mailed_token(now)
    with tenant_scope(other_business):
        twin = services.invite(
            email=invitation.email, role="manager", invited_by_id=User.objects.get(role="owner").pk, now=now
        )
        Invitation.objects.filter(pk=twin.pk).update(link_nonce=invitation.link_nonce)
        twin.refresh_from_db()
        services.issue_invitation_link(invitation_id=twin.pk, now=now)

        assert selectors.open_invitation(token, now=now) is None


def test_no_row_holds_the_token(owner, now):
    invitation = invited(owner, now)
    token = mailed_token(now)

    invitation.refresh_from_db()

    assert token not in (invitation.token_hash, invitation.link_nonce)
    assert all(token not in str(message.payload) for message in OutboxMessage.objects.all())


def test_somebody_with_an_account_is_not_invited(owner, now):
    make_user(email="ben@example.com")

    with pytest.raises(EmailTaken) as refusal:
        invited(owner, now, email="BEN@example.com")

    assert set(refusal.value.fields) == {"email"}


def test_one_invitation_an_address_is_open_at_a_time(owner, now):
    invited(owner, now)

    with pytest.raises(AlreadyInvited):
        invited(owner, now, email="BEN@example.com")


def test_a_lapsed_invitation_gives_way(owner, now):
    invited(owner, now)

    again = invited(owner, now + timedelta(days=8))

    assert [each.pk for each in selectors.waiting_invitations()] == [again.pk]


def test_an_invitation_never_takes_an_account_over(owner, now):
    invited(owner, now)
    token = mailed_token(now)
    ben = make_user(email="ben@example.com", role="viewer")

    with pytest.raises(EmailTaken):
        join(token, now)

    ben.refresh_from_db()
    assert ben.role == "viewer"


def test_the_mail_names_the_venue_and_links_to_its_own_host(owner, now, business):
    invited(owner, now)

    mailed_token(now)

    sent = mail.outbox[-1]
    assert sent.to == ["ben@example.com"]
    assert sent.subject == f"Join the team of {business.name}"
    assert f"http://{business.host}:" in sent.body
    assert f"{owner.name} asks you to join the team of {business.name} as Manager." in sent.body
    assert sent.alternatives[0].mimetype == "text/html"


def test_a_used_invitation_cannot_be_taken_back_or_sent_again(owner, now):
    invitation = invited(owner, now)
    join(mailed_token(now), now)

    with pytest.raises(InvitationUnknown):
        services.revoke_invitation(invitation_id=invitation.pk, now=now)
    with pytest.raises(InvitationUnknown):
        services.resend_invitation(invitation_id=invitation.pk, now=now)
