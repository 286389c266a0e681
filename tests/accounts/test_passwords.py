"""A password is lost, or changed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail

from accounts import handlers, selectors, services
from accounts.errors import LinkSpent
from accounts.models import User
from accounts.tokens import HandOverTokens, ResetTokens
from boom.core.models import OutboxMessage
from tenants.context import tenant_scope
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("business")


def reset(user: User, token: str, now: datetime) -> User:
    return services.reset_password(user_id=user.pk, token=token, password="another long one", now=now)


@pytest.fixture
def ann() -> User:
    return make_user(name="Ann O’Hara & co", email="ann@example.com")


def test_the_link_goes_to_the_address_of_the_account(ann, now, business):
    services.request_password_reset(email="ANN@example.com ")

    handlers.mail_reset_link(OutboxMessage.objects.latest("id"), now)

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["ann@example.com"], f"Set a new password for {business.name}")
    assert sent.body.startswith("Hello Ann O’Hara & co,")
    assert re.search(rf"http://{business.host}:\d+/accounts/reset/\w+/[\w-]+/\n", sent.body)


@pytest.mark.parametrize("email", ["nobody@example.com", "", "\x00", "ann@example.com\r\nBcc: x@example.com"])
def test_for_nobody_the_same_fact_is_told_and_no_mail_sent(ann, now, email):
    services.request_password_reset(email=email)

    message = OutboxMessage.objects.latest("id")
    handlers.mail_reset_link(message, now)

    assert (message.kind, message.payload) == ("accounts.reset_requested", {"user": None, "by": ""})
    assert mail.outbox == []


def test_somebody_without_access_gets_no_link(ann, now):
    services.deactivate(user_id=ann.pk)

    services.request_password_reset(email=ann.email)

    assert OutboxMessage.objects.latest("id").payload["user"] is None


def test_a_link_sets_the_password_once(ann, now):
    token = ResetTokens(now=now).make_token(ann)

    reset(ann, token, now)

    ann.refresh_from_db()
    assert ann.check_password("another long one")
    with pytest.raises(LinkSpent):
        reset(ann, token, now)


def test_a_link_is_good_for_an_hour(ann, now):
    token = ResetTokens(now=now).make_token(ann)

    def holder(minutes: int) -> User | None:
        return selectors.holder_of_reset_link(ann.pk, token, now=now + timedelta(minutes=minutes))

    assert holder(60) == ann
    assert holder(61) is None


def test_a_link_dies_with_the_next_sign_in(ann, now):
    token = ResetTokens(now=now).make_token(ann)

    services.note_sign_in(user=ann, now=now)

    with pytest.raises(LinkSpent):
        reset(ann, token, now)


def test_a_link_dies_with_a_change_of_access(ann, now):
    token = ResetTokens(now=now).make_token(ann)

    services.change_role(user_id=ann.pk, role="manager")

    with pytest.raises(LinkSpent):
        reset(ann, token, now)


def test_a_token_of_one_venue_is_nothing_at_another(now, other_business):
    """The twins' owners have the same key; made fully equal, only the schema tells them apart."""
    here = User.objects.get(role="owner")
    token = ResetTokens(now=now).make_token(here)
    with tenant_scope(other_business):
        there = User.objects.get(pk=here.pk)
        User.objects.filter(pk=there.pk).update(
            email=here.email, password=here.password, last_login=here.last_login
        )
        there.refresh_from_db()

        assert not ResetTokens(now=now).check_token(there, token)
        assert selectors.holder_of_reset_link(there.pk, token, now=now) is None
    assert ResetTokens(now=now).check_token(here, token)


def test_a_token_for_one_purpose_does_not_fit_the_other(ann, now):
    assert not ResetTokens(now=now).check_token(ann, HandOverTokens(now=now).make_token(ann))
    assert not HandOverTokens(now=now).check_token(ann, ResetTokens(now=now).make_token(ann))


@pytest.mark.parametrize("token", ["", "x", "a-b", "-", "0-0", "zzzzzzzzzzzzzz-0", "é-ü", "1-2-3"])
def test_made_up_tokens_are_refused(ann, now, token):
    with pytest.raises(LinkSpent):
        reset(ann, token, now)


def test_a_changed_password_is_told_to_its_owner(ann, now, business):
    services.change_password(user_id=ann.pk, password="another long one")

    facts = list(OutboxMessage.objects.order_by("-id").values_list("kind", flat=True)[:2])
    handlers.mail_password_notice(OutboxMessage.objects.latest("id"), now)

    assert facts == ["accounts.password_changed", "accounts.access_changed"]
    assert mail.outbox[0].subject == f"Your password for {business.name} was changed"


def test_the_hand_over_works_once_and_for_a_minute(ann, now):
    token = HandOverTokens(now=now).make_token(ann)

    with pytest.raises(LinkSpent):
        services.redeem_hand_over(user_id=ann.pk, token=token, now=now + timedelta(seconds=61))
    user = services.redeem_hand_over(user_id=ann.pk, token=token, now=now + timedelta(seconds=60))

    assert user == ann
    with pytest.raises(LinkSpent):
        services.redeem_hand_over(user_id=ann.pk, token=token, now=now + timedelta(seconds=60))
