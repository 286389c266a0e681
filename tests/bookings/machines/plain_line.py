"""Who waits for what, and what they were offered, in plain Python; from the rules, not from the code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tests.bookings.machines.plain_model import MINUTE, Rooms, Row
from tests.conftest import TONIGHT

OFFER_FOR = timedelta(minutes=30)
SHORTEST_OFFER = 5 * MINUTE
GRID = 5 * MINUTE
MIDNIGHT = TONIGHT.replace(hour=0)
OPEN = {"held", "expired"}
TAKEN = {"pending", "confirmed", "checked_in", "completed", "no_show"}


@dataclass(frozen=True)
class Wish:
    """Starts from `earliest` to `latest`, both included, in minutes since midnight; `room` None: any."""

    earliest: int
    latest: int
    minutes: int
    room: int | None = None

    @property
    def over_at(self) -> datetime:
        return MIDNIGHT + self.latest * MINUTE


@dataclass(frozen=True)
class Place:
    """Somebody's place in the line."""

    who: str
    wish: Wish
    rank: int
    state: str = "waiting"


@dataclass(frozen=True)
class Offer:
    """What somebody was offered, and the booking that keeps it for them."""

    place: int
    booking: int
    room: int
    start: datetime
    end: datetime
    until: datetime
    state: str = "live"


@dataclass
class Line:
    """All places and offers by their ids."""

    places: dict[int, Place] = field(default_factory=dict)
    offers: dict[int, Offer] = field(default_factory=dict)

    def waiting(self) -> list[int]:
        """Who is asked, in order."""
        found = [key for key, place in self.places.items() if place.state == "waiting"]
        return sorted(found, key=lambda key: (self.places[key].rank, key))

    def live_offer(self, key: int) -> int | None:
        found = [
            number for number, offer in self.offers.items() if (offer.place, offer.state) == (key, "live")
        ]
        assert len(found) <= 1, "somebody has two offers at once"
        return found[0] if found else None

    def same(self, who: str, but_for: int | None = None) -> int | None:
        found = [key for key in self.waiting() if self.places[key].who == who and key != but_for]
        return found[0] if found else None

    def change(self, key: int, **values: object) -> None:
        self.places[key] = replace(self.places[key], **values)

    def answer(self, number: int, state: str) -> None:
        self.offers[number] = replace(self.offers[number], state=state)

    def settle(self, rows: dict[int, Row], now: datetime) -> None:
        """Offers whose hold is none any more are over, and so are waits whose time is."""
        for number, offer in list(self.offers.items()):
            status = rows[offer.booking].status
            if offer.state != "live" or status == "held":
                continue
            if status in TAKEN:
                self.taken(offer.booking)
            elif status == "expired":
                self.answer(number, "lapsed" if offer.until <= now else "declined")
            else:
                self.answer(number, "withdrawn")
        for key in self.waiting():
            if self.places[key].wish.over_at <= now and self.live_offer(key) is None:
                self.change(key, state="expired")

    def taken(self, booking: int) -> None:
        """Whoever says yes is out of the line, and what else they were offered is for the next."""
        for number, offer in list(self.offers.items()):
            if offer.booking == booking:
                self.answer(number, "accepted")
                other = self.live_offer(offer.place)
                if other is not None:
                    self.answer(other, "withdrawn")
                if self.places[offer.place].state == "waiting":
                    self.change(offer.place, state="accepted")

    def fits(self, key: int, model: Rooms, now: datetime, *, also_passed: bool = False) -> Iterator[Row]:
        """What somebody could have, soonest first; not what they were offered and did not take."""
        place = self.places[key]
        passed = [
            offer
            for offer in self.offers.values()
            if offer.place == key and offer.state in {"declined", "lapsed"} and not also_passed
        ]
        start = MIDNIGHT + place.wish.earliest * MINUTE
        while start <= place.wish.over_at:
            for room in model.buffers if place.wish.room is None else [place.wish.room]:
                wanted = model.make("booking", room, start, start + place.wish.minutes * MINUTE, "held")
                was_passed = any(
                    each.room == room and wanted.start < each.end and each.start < wanted.end
                    for each in passed
                )
                if start - now > SHORTEST_OFFER and not was_passed and not model.is_taken(wanted, now):
                    yield wanted
            start += GRID

    def next_fit(self, model: Rooms, now: datetime) -> tuple[int, Row] | None:
        """Who is asked next, and what they are offered."""
        for key in self.waiting():
            if self.live_offer(key) is None and self.places[key].wish.over_at > now:
                for row in self.fits(key, model, now):
                    return key, row
        return None


def answer_by(now: datetime, start: datetime) -> datetime:
    """Half an hour, or half of what is left if that is less; never less than five minutes. On the minute, as
    it is told to people.
    """
    until = now + min(OFFER_FOR, max(SHORTEST_OFFER, (start - now) / 2))
    minute = until.replace(second=0, microsecond=0)
    return minute if minute - now >= SHORTEST_OFFER else min(minute + MINUTE, start)
