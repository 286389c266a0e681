"""The team's chats: told of what was chosen, once each, over a real line; left and switched off in sight."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings

from audit.models import AuditEvent
from bookings.models import Booking, Venue
from boom.core import outbox
from boom.core.models import OutboxMessage
from notifications.chat_handlers import post_to_chat
from notifications.domain.chatting import body_for
from notifications.models import Chat, ChatPost, StaffAlert
from notifications.services.alerts import raise_alert
from tenants.models import Business
from tests.conftest import HostClient
from tests.factories import at, make_booking, make_room, make_venue
from tests.factories.messages import make_chat
from tests.receivers import Receiver, receiving

pytestmark = pytest.mark.django_db
PAGE = "/dashboard/alerts/chats/"


@pytest.fixture
def receiver(settings: LazySettings) -> Iterator[Receiver]:
    settings.OUTBOUND_ALLOWS_LOOPBACK = True
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def booking(business: Business) -> Booking:
    room = make_room(Venue.objects.get(), name="Ruby")
    return make_booking(room=room, starts_at=at("2026-11-27 21:00"), guest_name="Ann <!channel> & co")


def tell(booking: Booking, kind: str = "booking.late", *, fact_id: int = 1) -> list[OutboxMessage]:
    """Raise an alert twice; the facts that posts go out by."""
    for _ in range(2):
        raise_alert(fact_id=fact_id, kind=kind, venue_id=booking.room.venue_id, booking_id=booking.pk)
    return list(OutboxMessage.objects.filter(kind="chat.due").order_by("id"))


def test_a_chat_is_told_of_what_was_chosen_once(booking: Booking, receiver: Receiver, now: datetime):
    chat = make_chat(url=f"{receiver.url}/hook", kinds=["booking.late"])
    make_chat(url=f"{receiver.url}/other", kinds=["booking.cancelled"])
    make_chat(url=f"{receiver.url}/elsewhere", venue_id=make_venue(name="Elsewhere").pk)

    (fact,) = tell(booking)
    post_to_chat(fact, now)
    post_to_chat(fact, now)

    (call,) = receiver.calls
    assert call.path == "/hook"
    assert call.event["text"].startswith("Will be late\nAnn &lt;!channel&gt; &amp; co, Ruby")
    assert f"/dashboard/bookings/{booking.pk}/" in call.event["text"]
    assert ChatPost.objects.get().sent_at == now
    chat.refresh_from_db()
    assert (chat.last_sent_at, chat.last_error) == (now, "")


def test_its_address_is_kept_from_everybody(
    business: Business, owner_client: HostClient, receiver: Receiver, now: datetime
):
    secret = f"{receiver.url}/services/T1/very-secret-abcd"
    typed = {"name": "Floor", "kind": "slack", "url": secret, "kinds": ["booking.late"]}
    owner_client.post(PAGE, typed)
    chat = Chat.objects.get()
    owner_client.post(f"{PAGE}{chat.pk}/", typed | {"url": "", "name": "Bar"})
    owner_client.post(f"{PAGE}{chat.pk}/trial/")

    post_to_chat(OutboxMessage.objects.get(kind="chat.due"), now)

    chat.refresh_from_db()
    pages = [owner_client.get(path).content.decode() for path in (PAGE, f"{PAGE}{chat.pk}/")]
    kept = [*AuditEvent.objects.filter(table="notifications_chat").values_list("new", flat=True), *pages]
    assert (chat.name, len(receiver.calls)) == ("Bar", 1)
    assert "trial" in receiver.calls[0].event["text"]
    assert all("very-secret" not in str(each) and chat.url_sealed not in str(each) for each in kept)


@pytest.mark.parametrize(
    "url", ["http://hooks.slack.com/x", "https://10.0.0.1/x", "https://169.254.169.254/x", "https://db/x"]
)
def test_an_address_within_is_refused(business: Business, owner_client: HostClient, url: str):
    answer = owner_client.post(PAGE, {"name": "A", "kind": "slack", "url": url, "kinds": ["booking.late"]})

    assert (answer.status_code, Chat.objects.count()) == (422, 0)


def test_what_does_not_get_through_is_tried_again_and_the_chat_left_alone_meanwhile(
    booking: Booking, receiver: Receiver, now: datetime
):
    make_chat(url=f"{receiver.url}/hook")
    receiver.status = 503
    (fact,) = tell(booking)

    with pytest.raises(outbox.Later, match="It answered 503"):
        post_to_chat(fact, now)
    with pytest.raises(outbox.Later):
        post_to_chat(fact, now + timedelta(seconds=1))
    receiver.status = 200
    post_to_chat(fact, now + timedelta(minutes=1))

    assert len(receiver.calls) == 2
    assert Chat.objects.get().failures_in_row == 0


def test_a_chat_that_cannot_be_reached_for_long_is_switched_off_and_the_team_hears(
    booking: Booking, receiver: Receiver, owner_client: HostClient, now: datetime
):
    chat = make_chat(url=f"{receiver.url}/hook")
    receiver.status = 500
    (fact,) = tell(booking)
    Chat.objects.update(failures_in_row=12, failing_since=now - timedelta(hours=25))

    with pytest.raises(outbox.Later):
        post_to_chat(fact, now)
    post_to_chat(fact, now)

    chat.refresh_from_db()
    assert (chat.is_on, chat.switched_off_because, len(receiver.calls)) == (False, "It answered 500.", 1)
    assert StaffAlert.objects.filter(kind="chat.switched_off").count() == 1
    assert "is told nothing any more" in owner_client.get("/dashboard/attention/").content.decode()
    owner_client.post(f"{PAGE}{chat.pk}/switch/", {"do": "on"})
    chat.refresh_from_db()
    assert (chat.is_on, chat.failures_in_row, chat.switched_off_because) == (True, 0, "")


def test_an_address_that_was_taken_back_switches_it_off_at_once(
    booking: Booking, receiver: Receiver, now: datetime
):
    make_chat(url=f"{receiver.url}/hook")
    receiver.status = 410
    (fact,) = tell(booking)

    with pytest.raises(outbox.Later):
        post_to_chat(fact, now)

    assert not Chat.objects.get().is_on


def test_what_waited_for_a_day_is_no_news_and_lies_in_sight(
    booking: Booking, receiver: Receiver, now: datetime
):
    make_chat(url=f"{receiver.url}/hook")
    receiver.status = 500
    (fact,) = tell(booking)
    ChatPost.objects.update(created_at=now - timedelta(days=1))

    with pytest.raises(outbox.GiveUp, match="Floor: It answered 500"):
        post_to_chat(fact, now)


def test_a_chat_that_is_forgotten_is_told_nothing(
    booking: Booking, receiver: Receiver, owner_client: HostClient, now: datetime
):
    chat = make_chat(url=f"{receiver.url}/hook")
    (fact,) = tell(booking)

    owner_client.post(f"{PAGE}{chat.pk}/remove/")
    post_to_chat(fact, now)

    assert (receiver.calls, Chat.objects.count()) == ([], 0)


def test_each_chat_is_spoken_to_in_its_own_form():
    discord = body_for("discord", "Wrote to you", "@everyone *x*", "https://a.example/")
    teams = body_for("teams", "Wrote to you", "[x](https://evil.example)", "https://a.example/")

    assert discord["allowed_mentions"] == {"parse": []}
    assert discord["content"] == "Wrote to you\n@everyone \\*x\\*\nhttps://a.example/"
    card = teams["attachments"][0]["content"]
    assert card["body"][0]["text"] == "Wrote to you\n\n\\[x\\]\\(https://evil.example\\)"
    assert card["actions"][0]["url"] == "https://a.example/"


def test_the_page_asks_little_however_many_chats(
    business: Business, owner_client: HostClient, django_assert_max_num_queries
):
    for number in range(5):
        make_chat(name=f"Chat {number}")
    owner_client.get(PAGE)

    with django_assert_max_num_queries(14):
        assert owner_client.get(PAGE).content.decode().count("Send a trial") == 5
