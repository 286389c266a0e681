"""Workers and relay killed with -9 while guests and the team are told of bookings, by mail, by text, on the
bell and in a chat: none lost, and none comes twice but what a kill between a yes and our mark repeats.

`BOOM_DRILL=all` plays fifty rounds; the ordinary run three.
"""

from __future__ import annotations

import json
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from urllib.parse import parse_qs

import pytest
from django.conf import LazySettings
from django.db import transaction

from bookings.models import Customer, Room, Venue
from boom.core import clock, outbox
from boom.core.models import OutboxDelivery, OutboxMessage
from notifications.models import Chat, ChatPost, Message, StaffAlert
from notifications.services.timing import change_times
from tenants.context import tenant_scope
from tests.answering import answering
from tests.drills import rounds
from tests.factories import make_booking, make_customer, make_room
from tests.factories.messages import make_chat
from tests.faults.conftest import PATIENCE_S, Stage
from tests.receivers import Receiver, receiving

ROUNDS = rounds(50, ordinary=3)
# Who may be killed where. No point: at any instant.
PLACES = [
    ("worker", "message.claimed"),
    ("worker", "message.accepted"),
    ("worker", ""),
    ("relay", "relay.marked"),
    ("relay", "relay.offered"),
    ("relay", ""),
    ("worker", "deliver.claimed"),
    ("worker", "deliver.handled"),
]
KIND = "booking.confirmed"


@dataclass
class Phones:
    """Twilio's Messages as far as we use them: takes texts and lists them."""

    texts: list[dict[str, str]] = field(default_factory=list)

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        if method == "GET":
            return 200, json.dumps({"messages": self.texts}).encode()
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        sid = f"SM{len(self.texts)}"
        self.texts.append(
            {"sid": sid, "body": form["Body"], "date_created": "Sat, 21 Nov 2099 20:00:00 +0000"}
        )
        return 201, json.dumps({"sid": sid}).encode()


@dataclass
class Told:
    """Where everybody is told, and of which bookings: each in a room of its own, named in every message."""

    stage: Stage
    phones: Phones
    chat: Receiver
    guest: Customer
    venue: Venue
    rooms: list[Room] = field(default_factory=list)

    def book(self) -> None:
        """A guest's booking is confirmed, with its fact, in one transaction."""
        room = make_room(self.venue, name=f"Room-{len(self.rooms):03}.")
        starts_at = clock.now() + timedelta(days=30)
        with transaction.atomic():
            booking = make_booking(room=room, starts_at=starts_at, status="confirmed", customer=self.guest)
            outbox.publish(KIND, booking=booking.pk, rooms=[room.pk], days=["2026-12-24"])
        self.rooms.append(room)

    def counted(self) -> dict[str, Counter[str]]:
        """How often each room came, by each way."""
        names = [room.name for room in self.rooms]
        mails = [str(mail.get_body(("plain",)).get_content()) for mail in self.stage.postbox.mails]  # type: ignore[union-attr]
        bell = StaffAlert.objects.values_list("booking__room__name", flat=True)
        return {
            way: Counter(name for words in said for name in names if name in words)
            for way, said in {
                "mail": mails,
                "text": [text["body"] for text in self.phones.texts],
                "bell": [name or "" for name in bell],
                "chat": [call.body.decode() for call in self.chat.calls],
            }.items()
        }


@pytest.fixture
def told(stage: Stage, settings: LazySettings) -> Iterator[Told]:
    settings.OUTBOUND_ALLOWS_LOOPBACK = True
    phones = Phones()
    with ExitStack() as stack:
        stage.env |= {
            "BOOM_OUTBOUND_LOOPBACK": "1",
            "TWILIO_API_BASE": stack.enter_context(answering(phones.answer)),
            "TWILIO_ACCOUNT_SID": "AC1",
            "TWILIO_AUTH_TOKEN": "secret",
            "TWILIO_FROM": "+15005550006",
        }
        chat = stack.enter_context(receiving())
        guest = make_customer(name="Ann", email="ann@example.com", phone="+442079460000")
        told = Told(stage, phones, chat, guest, Venue.objects.get())
        make_chat(url=f"{chat.url}/hook", kinds=[KIND])
        change_times(
            venue_id=told.venue.pk,
            reminders=[],
            follow_up_after=None,
            quiet_from=None,
            quiet_until=None,
            texts=[KIND],
        )
        yield told
        for name in ("relay", "worker"):
            stage.end(name)
        with tenant_scope(stage.business):
            Chat.objects.update(is_on=False)


def test_kills_lose_no_message_and_repeat_one_at_most_each(told: Told):
    chance = Random(20261124)
    died: Counter[str] = Counter()

    for number in range(ROUNDS):
        who, point = PLACES[number] if len(PLACES) > ROUNDS else chance.choice(PLACES)
        died[point or f"{who} at any instant"] += strike(told, chance, who, point)

    came = told.counted()
    everything = {room.name for room in told.rooms}
    repeats = {way: sum(each.values()) - len(each) for way, each in came.items()}
    unlucky = died["message.accepted"] + died["worker at any instant"]
    assert {way: set(each) for way, each in came.items()} == dict.fromkeys(came, everything)
    assert len(everything) == 2 * ROUNDS
    # Twilio is asked what it has before it is asked again, and the bell is a row: neither repeats at all.
    assert (repeats["text"], repeats["bell"]) == (0, 0)
    # A mail server and a chat cannot be asked: a repeated mail has the same Message-ID.
    assert repeats["mail"] + repeats["chat"] <= unlucky
    assert len({str(mail["Message-ID"]) for mail in told.stage.postbox.mails}) == len(everything)
    assert sum(died.values()) >= ROUNDS // 2


def strike(told: Told, chance: Random, who: str, point: str) -> int:
    """Two guests book while somebody dies; then all settles. Returns how many died."""
    stage = told.stage
    folder = Path(tempfile.mkdtemp(prefix="faults-", dir=stage.folder))
    env = {"BOOM_FAULT": f"{point}:kill", "BOOM_FAULT_DIR": str(folder)} if point else {}
    server = {"worker": stage.worker, "relay": stage.relay}[who](**env)
    everybody(stage)
    knife = threading.Timer(chance.uniform(0.0, 0.8), server.kill)
    if not point:
        knife.start()
    told.book()
    told.book()
    settle(told)
    if not point:
        knife.join()
        settle(told)
        return 1
    return int(any(folder.iterdir()))


def everybody(stage: Stage) -> None:
    """Whoever is dead is started again."""
    stage.worker()
    stage.relay()


def settle(told: Told) -> None:
    """Wait until nothing is on its way to anybody."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_settled(told):
        assert time.monotonic() < deadline, list(Message.objects.values("channel", "state", "last_error"))
        everybody(told.stage)
        time.sleep(0.05)


def is_settled(told: Told) -> bool:
    return not (
        OutboxMessage.objects.filter(relayed_at=None).exists()
        or OutboxDelivery.objects.exclude(state="done").exists()
        or Message.objects.exclude(state="sent").exists()
        or ChatPost.objects.filter(sent_at=None).exists()
        or Message.objects.count() < 2 * len(told.rooms)
    )
