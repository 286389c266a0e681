"""Mails under a venue's own address and by its own server: proven, tried, checked; done without in sight."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import LazySettings

from audit.models import AuditEvent
from bookings.models import Booking, Venue
from boom.core import outbox
from boom.core.errors import Invalid
from boom.core.models import OutboxMessage
from boom.core.providers import outbound
from boom.core.sealing import unseal
from notifications.domain.mail_records import check_records
from notifications.errors import MailServerAway
from notifications.handlers import mail_customer
from notifications.models import Sender, StaffAlert
from notifications.models.senders import PURPOSE
from notifications.providers import own_server
from notifications.sender_handlers import check_sender, mail_sender_code, mail_sender_trial
from notifications.services.senders import (
    Typed,
    ask_for_trial,
    note_not_taken,
    prove_sender,
    save_sender,
)
from tenants.models import Business
from tests.conftest import HostClient
from tests.factories import at, make_booking, make_customer, make_room
from tests.factories.plans import make_plan, put_on
from tests.name_servers import name_server
from tests.notifications.conftest import Postbox
from tests.notifications.test_sending import publish
from tests.servers import free_port

pytestmark = pytest.mark.django_db
PAGE = "/dashboard/settings/messages/sender/"
ADDRESS = "hello@velvet.example"


@pytest.fixture
def venue(business: Business) -> Venue:
    return Venue.objects.get()


@pytest.fixture
def booking(venue: Venue) -> Booking:
    ann = make_customer(name="Ann", email="ann@example.com")
    return make_booking(room=make_room(venue), starts_at=at("2026-11-27 21:00"), customer=ann)


@pytest.fixture
def own(settings: LazySettings):
    """A second mail server: the venue's own, on loopback."""
    settings.OUTBOUND_ALLOWS_LOOPBACK = True
    own_server.forget_breakers()
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()
    own_server.forget_breakers()


def typed(**given: Any) -> Typed:
    return Typed(**({"from_name": "Velvet", "from_address": ADDRESS} | given))


def newest(kind: str) -> OutboxMessage:
    return OutboxMessage.objects.filter(kind=kind).latest("id")


def look(settings: LazySettings, now: datetime, texts: dict[str, list[str]]) -> None:
    """Have the domain looked at, as these texts have it."""
    with name_server(texts) as address:
        settings.DNS_SERVERS = [address]
        check_sender(newest("sender.check_asked"), now)


def code_mailed(postbox: Postbox, now: datetime) -> str:
    mail_sender_code(newest("sender.code_asked"), now)
    assert postbox.recipients[-1] == [ADDRESS]
    return re.search(r"\d{8}", postbox.mails[-1]["Subject"])[0]


def test_by_booms_server_mails_go_out_under_an_address_that_is_proven_and_whose_domain_lets_it(
    booking: Booking, postbox: Postbox, owner_client: HostClient, settings: LazySettings, now: datetime
):
    settings.MAIL_SPF = "spf.boom.example"
    form = {"from_name": "Velvet", "from_address": ADDRESS, "reply_to": "desk@velvet.example"}
    owner_client.post(PAGE, form)
    code = code_mailed(postbox, now)
    wrong = owner_client.post(PAGE, {"do": "code", "code": "1"}).status_code
    right = owner_client.post(PAGE, {"do": "code", "code": code}).status_code
    look(settings, now, {"velvet.example": ["v=spf1 mx -all"]})
    mail_customer(publish(booking), now)
    page = owner_client.get(PAGE).content.decode()
    look(settings, now, {
        "velvet.example": ["google-site-verification=x", "v=spf1 include:mails.velvet.example -all"],
        "mails.velvet.example": ["v=spf1 include:SPF.boom.example ?all"],
    })  # fmt: skip

    mail_customer(publish(booking), now)

    before, after = postbox.mails[-2:]
    assert (wrong, right) == (422, 302)
    assert "Put include:spf.boom.example into it" in page
    assert before["From"].addresses[0].addr_spec == "bookings@localhost"
    assert after["From"].addresses[0].addr_spec == ADDRESS
    for mail in (before, after):
        assert (mail["From"].addresses[0].display_name, mail["Reply-To"]) == ("Velvet", "desk@velvet.example")


def test_what_a_domain_lacks_is_said_with_what_to_add(
    venue: Venue, owner_client: HostClient, settings: LazySettings, now: datetime
):
    save_sender(venue_id=venue.pk, typed=typed(host="mail.velvet.example", user="v"), now=now)
    look(settings, now, {})
    bare = owner_client.get(PAGE).content.decode()
    look(settings, now, {
        "velvet.example": ["v=spf1 a ~all"],
        "selector2._domainkey.velvet.example": ["v=DKIM1; k=rsa; p=" + "M" * 400],
        "_dmarc.velvet.example": ["v=DMARC1; p=none"],
    })  # fmt: skip
    whole = owner_client.get(PAGE).content.decode()

    assert "<code>_dmarc.velvet.example</code>" in bare
    assert f"v=DMARC1; p=none; rua=mailto:{ADDRESS}" in bare
    assert (bare.count("To do"), whole.count("To do"), whole.count("badge--good")) == (3, 0, 3)


@pytest.mark.parametrize(
    ("texts", "spf", "dkim", "dmarc"),
    [
        (["v=spf1 +all"], "open", "unknown", "missing"),
        (["v=spf1 a -all", "v=spf1 mx -all"], "several", "unknown", "missing"),
        (["v=spf10 nonsense"], "missing", "unknown", "missing"),
        (["v=spf1 redirect=velvet.example"], "not_ours", "unknown", "missing"),
        (["v=spf1 include:spf.boom.example -all"], "good", "unknown", "missing"),
    ],
)
def test_a_domains_records_are_judged(texts: list[str], spf: str, dkim: str, dmarc: str):
    known = {"velvet.example": texts}

    found = check_records(
        "velvet.example", selector="", must_include="spf.boom.example", texts=lambda name: known.get(name, [])
    )

    assert (found.spf, found.dkim, found.dmarc) == (spf, dkim, dmarc)


def test_a_key_taken_back_and_a_rule_of_the_domain_above_are_known():
    known = {
        "k._domainkey.mail.velvet.example": ["v=DKIM1; p="],
        "_dmarc.velvet.example": ["v=DMARC1; p=none"],
    }

    found = check_records(
        "mail.velvet.example", selector="k", must_include="", texts=lambda name: known.get(name, [])
    )

    assert (found.dkim, found.dmarc) == ("revoked", "good")


def test_a_code_is_good_for_an_hour_five_tries_and_one_address(venue: Venue, postbox: Postbox, now: datetime):
    save_sender(venue_id=venue.pk, typed=typed(), now=now)
    code = code_mailed(postbox, now)

    with pytest.raises(Invalid):
        prove_sender(venue_id=venue.pk, code=code, now=now + timedelta(minutes=61))
    for _ in range(5):
        with pytest.raises(Invalid):
            prove_sender(venue_id=venue.pk, code="00", now=now)
    with pytest.raises(Invalid):
        prove_sender(venue_id=venue.pk, code=code, now=now)
    Sender.objects.update(code_tries=0)
    prove_sender(venue_id=venue.pk, code=code, now=now)
    proven = Sender.objects.get().proven_at
    with pytest.raises(Invalid) as asked_again:
        save_sender(venue_id=venue.pk, typed=typed(from_address="boss@bank.example"), now=now)
    OutboxMessage.objects.filter(kind="sender.code_asked").update(created_at=now - timedelta(hours=2))
    save_sender(venue_id=venue.pk, typed=typed(from_address="boss@bank.example"), now=now)

    assert (proven, Sender.objects.get().proven_at) == (now, None)
    assert "from_address" in asked_again.value.fields


def with_server(venue: Venue, own: Postbox, now: datetime) -> Sender:
    save_sender(venue_id=venue.pk, typed=typed(host="127.0.0.1", port=own.port), now=now)
    Sender.objects.update(proven_at=now)
    return Sender.objects.get()


def test_a_server_of_ones_own_is_used_once_it_took_a_trial(
    venue: Venue, booking: Booking, postbox: Postbox, own: Postbox, now: datetime
):
    with_server(venue, own, now)
    mail_customer(publish(booking), now)
    ask_for_trial(venue_id=venue.pk, to_address="owner@velvet.example")

    mail_sender_trial(newest("sender.trial_asked"), now)
    mail_customer(publish(booking), now)

    assert postbox.recipients == [["ann@example.com"]]
    assert own.recipients == [["owner@velvet.example"], ["ann@example.com"]]
    assert own.mails[-1]["From"].addresses[0].addr_spec == ADDRESS


def test_a_server_that_refuses_for_long_is_done_without_in_sight_until_it_takes_mails_again(
    venue: Venue, booking: Booking, postbox: Postbox, own: Postbox, now: datetime
):
    with_server(venue, own, now)
    Sender.objects.update(tried_at=now)
    own.answer = "451 4.3.0 not now"
    fact = publish(booking)

    for minutes in (0, 30, 60):
        with pytest.raises(MailServerAway):
            mail_customer(fact, now + timedelta(minutes=minutes))
    waiting = len(postbox.mails)
    mail_customer(fact, now + timedelta(minutes=61))
    alerts = list(StaffAlert.objects.values_list("kind", "detail"))
    own.answer = "250 OK"
    mail_customer(publish(booking), now + timedelta(minutes=80))

    (mail,) = postbox.mails
    sender = Sender.objects.get()
    assert (waiting, alerts) == (0, [("sender.fell_back", "127.0.0.1")])
    assert mail["From"].addresses[0].addr_spec == "bookings@localhost"
    assert len(own.mails) == 1
    assert (sender.last_error, sender.failing_since, sender.told_at) == ("", None, None)


def test_needs_attention_says_what_a_server_answers(
    venue: Venue, own: Postbox, owner_client: HostClient, now: datetime
):
    sender = with_server(venue, own, now)
    note_not_taken(sender_id=sender.pk, reason="451 4.3.0 not now", now=now)

    assert "451 4.3.0 not now" in owner_client.get("/dashboard/attention/").content.decode()


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("550 5.1.1 no such user", outbox.GiveUp),
        ("554 5.7.1 relay access denied", MailServerAway),
    ],
)
def test_an_address_that_is_not_there_is_no_fault_of_the_server(
    venue: Venue, booking: Booking, own: Postbox, said: str, refused: type[Exception]
):
    now = at("2026-11-20 12:00")
    with_server(venue, own, now)
    Sender.objects.update(tried_at=now)
    own.refuse = said

    with pytest.raises(refused):
        mail_customer(publish(booking), now)

    assert (Sender.objects.get().failing_since is not None) == (refused is MailServerAway)


def test_one_venues_server_that_is_away_keeps_nobody_elses_mails_waiting(
    venue: Venue, booking: Booking, postbox: Postbox, own: Postbox, now: datetime
):
    sender = with_server(venue, own, now)
    Sender.objects.update(tried_at=now, port=1)
    for _ in range(5):
        with pytest.raises(MailServerAway):
            mail_customer(publish(booking), now)
    with pytest.raises(outbox.Later):
        mail_customer(publish(booking), now)

    sender.delete()
    mail_customer(publish(booking), now)

    assert len(postbox.mails) == 1


@pytest.mark.parametrize("host", ["10.0.0.5", "169.254.169.254", "localhost", "db", "[::1]", "a b.example"])
def test_a_server_within_is_refused(venue: Venue, host: str, now: datetime):
    with pytest.raises(Invalid) as refused:
        save_sender(venue_id=venue.pk, typed=typed(host=host), now=now)

    assert "host" in refused.value.fields


def test_a_name_that_leads_within_is_not_connected_to():
    with pytest.raises(outbound.AddressRefused):
        outbound.open_address(
            "mail.example.com", 587, resolver=lambda host, port: ["93.184.216.34", "10.0.0.5"]
        )
    assert (
        outbound.open_address("mail.example.com", 587, resolver=lambda host, port: ["93.184.216.34"])
        == "93.184.216.34"
    )


def test_the_password_is_sealed_shown_nowhere_and_goes_to_no_other_server(
    venue: Venue, owner_client: HostClient, now: datetime
):
    form = {
        "from_name": "V", "from_address": ADDRESS, "host": "mail.velvet.example", "user": "v",
        "port": "587", "security": "starttls", "password": "open sesame",
    }  # fmt: skip
    owner_client.post(PAGE, form)
    sealed = Sender.objects.get().password_sealed
    page = owner_client.get(PAGE).content.decode()
    told = str(list(AuditEvent.objects.filter(table="notifications_sender").values_list("new", flat=True)))
    owner_client.post(PAGE, form | {"host": "mail.evil.example", "password": ""})

    assert unseal(sealed, purpose=PURPOSE) == "open sesame"
    assert all("open sesame" not in text and sealed not in text for text in (page, told))
    assert Sender.objects.get().password_sealed == ""


def test_where_the_plan_leaves_it_out_mails_come_from_boom(
    business: Business, booking: Booking, postbox: Postbox, own: Postbox, now: datetime
):
    with_server(Venue.objects.get(), own, now)
    Sender.objects.update(tried_at=now)
    put_on(business, make_plan(features=[]))

    mail_customer(publish(booking), now)

    assert (own.mails, postbox.mails[-1]["From"].addresses[0].addr_spec) == ([], "bookings@localhost")


def test_the_page_asks_little(
    owner_client: HostClient, venue: Venue, now: datetime, django_assert_max_num_queries
):
    save_sender(venue_id=venue.pk, typed=typed(), now=now)
    owner_client.get(PAGE)

    with django_assert_max_num_queries(14):
        assert ADDRESS in owner_client.get(PAGE).content.decode()
