"""Webhooks going out: signed, retried, and, on order, doubled, shuffled, held, lost or wrongly signed.

https://docs.stripe.com/webhooks: `Stripe-Signature: t=<seconds>,v1=<HMAC-SHA256 of "t.body">`, once for each secret
in force; anything but a 2xx is tried again, at growing distances, for three days.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import random
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from standins.stripe.books import PLATFORM, House, shown
from standins.stripe.store import Obj

PATIENCE_S = 10.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 5.0, 6 * 3600.0
GIVEN_UP_AFTER_S = 3 * 86400.0
SUCCESS = range(200, 300)

NEXT = "SELECT * FROM deliveries WHERE state = 'waiting' AND due <= ? ORDER BY due, number LIMIT 1"
NEXT_DUE = "SELECT min(due) AS due FROM deliveries WHERE state = 'waiting'"
NOTE = "UPDATE deliveries SET state = ?, attempts = ?, due = ?, status = ?, said = ? WHERE number = ?"
LISTED = "SELECT * FROM deliveries ORDER BY number"
HELD = "SELECT * FROM deliveries WHERE state = 'held' ORDER BY number"
AGAIN_NOW = "UPDATE deliveries SET due = 0 WHERE state = 'waiting'"
COPY = (
    "INSERT INTO deliveries (account, event, type, endpoint, state, due)"
    " SELECT account, event, type, endpoint, 'held', 0 FROM deliveries WHERE number = ? RETURNING number"
)
MOVE = "UPDATE deliveries SET state = ?, due = ? WHERE number = ?"


def signature(secrets: list[str], body: bytes, at: int) -> str:
    """The header's value: one `v1` a secret."""
    parts = [hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={at}", *(f"v1={part}" for part in parts)])


class Postman:
    """Delivers what is due, one at a time."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.store = house.store

    def deliver_next(self) -> bool:
        """Deliver one that is due; False when there is none."""
        with self.store.lock:
            due = self.store.rows(NEXT, (time.time(),))
            if not due:
                return False
            [delivery] = due
            event = self.store.get(delivery["account"], delivery["event"])
            endpoint = self.store.get(PLATFORM, delivery["endpoint"])
            skew = int(self.store.setting("deliveries.skew_s", 0))
        if event is None or endpoint is None:
            self._note(delivery, "lost", None, "the event or the endpoint is gone")
            return True
        body = json.dumps(shown(event), indent=2).encode()
        secrets = ["whsec_wrong"] if self._is_to_be_wrong() else endpoint["_secrets"]
        header = signature(secrets, body, int(time.time()) + skew)
        status, said = post(endpoint["url"], body, {"Stripe-Signature": header}, via=endpoint["_via"])
        self._note(delivery, "delivered" if status in SUCCESS else "waiting", status, said)
        if status in SUCCESS:
            self._count_down(event, delivery["account"])
        return True

    def next_due_in(self) -> float | None:
        """Seconds until the next one, None when none waits."""
        with self.store.lock:
            [row] = self.store.rows(NEXT_DUE)
        return None if row["due"] is None else max(0.0, row["due"] - time.time())

    def _is_to_be_wrong(self) -> bool:
        with self.store.transaction():
            left = int(self.store.setting("deliveries.wrong_signatures", 0))
            if left:
                self.store.set("deliveries.wrong_signatures", left - 1)
            return left > 0

    def _note(self, delivery: Obj, state: str, status: int | None, said: str) -> None:
        with self.store.transaction():
            attempts = delivery["attempts"] + 1
            first = float(self.store.setting("deliveries.backoff_s", FIRST_PAUSE_S))
            pause = min(first * 2 ** (attempts - 1), LONGEST_PAUSE_S)
            # Doubling from five seconds takes three days in some twenty attempts.
            if state == "waiting" and first * 2 ** (attempts - 1) > GIVEN_UP_AFTER_S:
                state = "failed"
            self.store.rows(
                NOTE, (state, attempts, time.time() + pause, status, said[:500], delivery["number"])
            )

    def _count_down(self, event: Obj, account: str) -> None:
        with self.store.transaction():
            event["pending_webhooks"] = max(0, event["pending_webhooks"] - 1)
            self.store.put(account, event)

    # ---- on order

    def listed(self) -> list[Obj]:
        with self.store.lock:
            return self.store.rows(LISTED)

    def again_now(self) -> None:
        """Try at once whatever waits for its next attempt."""
        with self.store.transaction():
            self.store.rows(AGAIN_NOW)

    def release(
        self, *, seed: int | str = 0, shuffle: bool = False, most_copies: int = 1, lose: float = 0.0
    ) -> list[Obj]:
        """Send what was held: shuffled, up to `most_copies` of each, a share `lose` of the events not at all.

        The same seed does the same to the same deliveries. Gives back the order as it will be sent.
        """
        dice = random.Random(seed)  # noqa: S311  (a shuffle that can be repeated, no secret)
        with self.store.transaction():
            order: list[int] = []
            for held in self.store.rows(HELD):
                if dice.random() < lose:
                    self.store.rows(MOVE, ("lost", 0.0, held["number"]))
                    continue
                order.append(held["number"])
                for _ in range(dice.randint(1, most_copies) - 1):
                    [copy] = self.store.rows(COPY, (held["number"],))
                    order.append(copy["number"])
            if shuffle:
                dice.shuffle(order)
            # The start of time plus their place: in this order, and before all that waits for another attempt.
            for place, number in enumerate(order):
                self.store.rows(MOVE, ("waiting", place * 1e-6, number))
            every = {row["number"]: row for row in self.store.rows(LISTED)}
            return [every[number] for number in order]


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, via: str | None = None
) -> tuple[int | None, str]:
    """POST JSON; the status and the beginning of what was said, None and why when there was no answer."""
    parts = urlsplit(url)
    kind: Any = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    host, _, port = via.partition(":") if via else (parts.hostname, "", parts.port)
    connection = kind(host, int(port) if port else None, timeout=PATIENCE_S)
    sent = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (stand-in)",
        "Connection": "close",
        "Host": parts.netloc,
        **headers,
    }
    try:
        connection.request(
            "POST", f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}", body, sent
        )
        answer = connection.getresponse()
        return answer.status, answer.read(2000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as failure:
        return None, f"{type(failure).__name__}: {failure}"
    finally:
        connection.close()
