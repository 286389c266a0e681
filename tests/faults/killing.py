"""Somebody killed with -9 while something is done: what all such drills share.

Each round one step of a life is done, and somebody dies meanwhile: at a named point, or at any instant. Who
is dead is started again, as an operator's supervisor does, until all is settled.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import httpx

from billing.models import EventState, StripeEvent
from billing.services import calls, events
from boom.core import clock
from boom.core.models import OutboxDelivery, OutboxMessage
from notifications.models import Message
from tenants.context import public_scope, tenant_scope
from tests.faults.conftest import PATIENCE_S, Stage
from tests.faults.storm import Browser
from tests.stripe import StandIn

# Who may be killed where. No point: at any instant.
POINTS_OF = {
    "worker": ("deliver.claimed", "stripe.fetched", "stripe.folded", "deliver.handled", "message.claimed",
               "message.accepted", ""),
    "web": ("stripe.call_begun", "stripe.call_answered", "stripe.stored", ""),
    "relay": ("relay.marked", "relay.offered", ""),
}  # fmt: skip


def is_anything_on_its_way() -> bool:
    """Whether a fact waits for the relay, or somebody's delivery of one for a worker."""
    return (
        OutboxMessage.objects.filter(relayed_at=None).exists()
        or OutboxDelivery.objects.exclude(state="done").exists()
    )


@dataclass
class KillDrill:
    """Those that may be killed, whoever is at the pages, and what was done so far."""

    stage: Stage
    stripe: StandIn
    browser: Browser
    port: int
    # Whose events of Stripe's are waited for: our own account's, or a venue's.
    account: str | None = None
    chance: Random = field(default_factory=Random)
    did: Counter[str] = field(default_factory=Counter)
    # Where somebody was to die, and the folder that says whether they have: maybe rounds later.
    armed: list[tuple[str, Path]] = field(default_factory=list)
    # What was there before the drill: the last letter, and events that went to nobody.
    letters_before: int = 0
    events_before: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.events_before = {event["id"] for event in self.stripe.events(self.account)}
        with tenant_scope(self.stage.business):
            self.letters_before = max(Message.objects.values_list("pk", flat=True), default=0)

    def ask(self, path: str, *, is_look: bool = False, **typed: Any) -> httpx.Response | None:
        """What the web answers; None when it was killed before it did."""
        self.everybody()
        with suppress(httpx.TransportError):
            return self.browser.get(path) if is_look else self.browser.post(path, **typed)
        return None

    def after(self) -> None:
        """What beat would do within half an hour, and all that is on its way arrives."""
        self.everybody()
        later = clock.now() + timedelta(minutes=30)
        with public_scope():
            for call_id in calls.due_calls(now=later):
                calls.finish_call(call_id=call_id, now=later)
        self.everybody()
        self.settle()

    def settle(self) -> None:
        """Wait until every event was told, stored and folded; whoever dies meanwhile is started again."""
        deadline = time.monotonic() + PATIENCE_S
        while not self._is_settled():
            assert time.monotonic() < deadline, StripeEvent.objects.exclude(state=EventState.DONE).values()
            self.everybody()
            with public_scope():
                # What beat does every minute: an event that came before its payment was parked.
                events.recheck_parked(now=clock.now() + timedelta(minutes=30))
            time.sleep(0.05)

    def _is_settled(self) -> bool:
        told = all(each["state"] == "delivered" for each in self.stripe.settle())
        done = StripeEvent.objects.filter(state=EventState.DONE, account=self.account or "").count()
        return told and not self._is_anything_due() and done >= len(self.events_made())

    def events_made(self) -> set[str]:
        """Stripe's events of the drill."""
        return {event["id"] for event in self.stripe.events(self.account)} - self.events_before

    def _is_anything_due(self) -> bool:
        with public_scope():
            if is_anything_on_its_way():
                return True
        with tenant_scope(self.stage.business):
            return is_anything_on_its_way()

    def everybody(self, **env_of: dict[str, str]) -> None:
        """Whoever is dead is started again, and anew who gets an environment; all at once."""
        starts = {
            "web": partial(self.stage.web, self.port),
            "worker": self.stage.worker,
            "relay": self.stage.relay,
        }
        with ThreadPoolExecutor(len(starts)) as pool:
            begun = [pool.submit(start, **env_of.get(name, {})) for name, start in starts.items()]
        for each in begun:
            each.result()

    def play(self, step: str) -> None:
        """One step of the life, in which somebody dies."""
        who = self.chance.choice(sorted(POINTS_OF))
        point = self.chance.choice(POINTS_OF[who])
        folder = Path(tempfile.mkdtemp(prefix="faults-", dir=self.stage.folder))
        env = {"BOOM_FAULT": f"{point}:kill", "BOOM_FAULT_DIR": str(folder)} if point else {}
        self.everybody(**{who: env})
        knife = threading.Timer(self.chance.uniform(0.0, 0.8), self.stage.running[who].kill)
        if not point:
            knife.start()
        getattr(self, step)()
        knife.join() if not point else knife.cancel()
        self.everybody()
        self.settle()
        self.did[step] += 1
        self.armed.append((point or f"{who} at any instant", folder))

    @property
    def struck(self) -> Counter[str]:
        """How often somebody has died where."""
        return Counter(
            point for point, folder in self.armed if "any instant" in point or any(folder.iterdir())
        )

    def judge_letters(self) -> set[str]:
        """Every letter went out, once; twice at most where one died after the yes. Their Message-IDs."""
        with tenant_scope(self.stage.business):
            letters = Message.objects.filter(pk__gt=self.letters_before)
            written = set(letters.values_list("message_id", flat=True))
            assert not letters.exclude(state="sent").exists()
        came = Counter(str(mail["Message-ID"]) for mail in self.stage.postbox.mails)
        assert set(came) == written
        unlucky = self.struck["message.accepted"] + self.struck["worker at any instant"]
        assert sum(came.values()) - len(came) <= unlucky
        return written
