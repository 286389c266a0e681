"""People who wait for what others have: joining, offers, yes and no, by staff and by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from bookings.domain.interval import Interval
from bookings.errors import (
    HasOffer,
    NothingFits,
    OfferOver,
    WaitlistEntryUnknown,
    WaitOver,
    WaitsAlready,
)
from bookings.models import Room
from bookings.services import waitlist, waitlist_offers, waitlist_outcomes
from bookings.services.customers import Contact
from boom.core.errors import Invalid
from tests.bookings.machines.at_once import AtOnce
from tests.bookings.machines.plain_line import MIDNIGHT, OPEN, Line, Offer, Place, Wish, answer_by
from tests.bookings.machines.plain_model import Row
from tests.bookings.machines.record import ENTRIES, OFFERS, replayed, seen, table
from tests.bookings.machines.ways_in import picks, rooms, seldom, spans

MOST_IN_LINE = 6

# Starts of an evening that is nearly full; a room by its place among the machine's.
wishes = st.builds(
    Wish,
    earliest=st.sampled_from([1140, 1170, 1200]),
    latest=st.sampled_from([1230, 1260, 1320]),
    minutes=st.sampled_from([30, 60, 90]),
    room=st.none() | rooms,
)
people = st.sampled_from(["Ben", "Cleo", "Dora", "Emil"])


class WaitingLine(AtOnce):
    """The house, and a line of people in front of it."""

    def __init__(self) -> None:
        super().__init__()
        self.line = Line()
        self.venue_id = Room.objects.values_list("venue_id", flat=True).get(pk=self.rooms[0])
        self.line_before: tuple[dict[int, Any], dict[int, Any]] = ({}, {})
        self.last_places: tuple[dict[int, Place], dict[int, Place]] | None = None

    @initialize(
        bookings=st.lists(st.tuples(rooms, spans), min_size=2, max_size=4),
        people=st.dictionaries(people, wishes, min_size=1, max_size=3),
        is_looked_at=st.booleans(),
        is_taken=st.booleans(),
    )
    def an_evening_has_begun(
        self,
        bookings: list[tuple[int, Interval]],
        people: dict[str, Wish],
        is_looked_at: bool,
        is_taken: bool,
    ) -> None:
        """With some rooms taken, and people who came too late."""
        for room, span in bookings:
            self.take(room, span, None)
        for who, wish in people.items():
            self.join(who, wish, by_staff=False)
        if is_looked_at:
            self.offer_what_is_free()
        if is_taken and self.line.offers:
            self.take_an_offer(1)

    # ---- the line --------------------------------------------------------------------------------------

    @rule(who=people, wish=wishes, by_staff=st.booleans())
    def join(self, who: str, wish: Wish, by_staff: bool) -> None:
        wish = self.in_rooms(wish)
        same = self.line.same(who)
        if same is None and len(self.line.waiting()) >= MOST_IN_LINE:
            return
        refusal: type[Exception] | None = Invalid if wish.over_at <= self.now else None
        if refusal is None and same is not None and not by_staff:
            refusal = WaitsAlready

        made = self.do(
            refusal,
            lambda: waitlist.join_waitlist(
                venue_id=self.venue_id, contact=contact(who), wanted=wanted(wish), now=self.now,
                by_staff=by_staff,
            ),
        )  # fmt: skip
        if made and same is None:
            assert all(made.rank > place.rank for place in self.line.places.values()), "joined before others"
            self.line.places[made.pk] = Place(who, wish, made.rank)
            self.happened["join the line"] += 1
        elif made:
            self.line.change(same, wish=wish)
        self.compare()

    @precondition(lambda self: self.line.places)
    @rule(pick=picks, wish=wishes)
    def change_wish(self, pick: int, wish: Wish) -> None:
        key = self.in_line(pick)
        wish = self.in_rooms(wish)
        refusal: type[Exception] | None = Invalid if wish.over_at <= self.now else None
        if self.line.places[key].state != "waiting":
            refusal = WaitOver

        if self.do(
            refusal,
            lambda: waitlist.change_wish(entry_id=key, wanted=wanted(wish), note="", now=self.now),
        ):
            self.line.change(key, wish=wish)
            self.happened["change a wish"] += 1
        self.compare()

    @precondition(lambda self: self.line.places)
    @rule(pick=picks, by_staff=st.booleans())
    def leave(self, pick: int, by_staff: bool) -> None:
        key = self.in_line(pick)
        number = self.line.live_offer(key)
        service = waitlist.remove_from_waitlist if by_staff else waitlist.leave_waitlist

        self.do(None, lambda: service(entry_id=key, now=self.now))
        if number is not None:
            self.let_go(self.line.offers[number].booking)
        if self.line.places[key].state == "waiting":
            if number is not None:
                self.line.answer(number, "withdrawn" if by_staff else "declined")
                self.happened["leave with an offer"] += 1
            self.line.change(key, state="removed" if by_staff else "left")
        self.compare()

    @precondition(lambda self: self.line.places)
    @rule(pick=picks)
    def put_back_in_line(self, pick: int) -> None:
        key = self.in_line(pick)
        place = self.line.places[key]
        refusal: type[Exception] | None = None
        if place.state not in {"left", "removed"} or place.wish.over_at <= self.now:
            refusal = WaitOver
        elif self.line.same(place.who) is not None:
            refusal = WaitsAlready

        if self.do(refusal, lambda: waitlist.put_back_in_line(entry_id=key, now=self.now)):
            self.line.change(key, state="waiting")
            self.happened["put back in line"] += 1
        self.compare()

    @precondition(lambda self: len(self.line.places) > 1)
    @rule(pick=picks, before=st.none() | picks)
    def move_in_line(self, pick: int, before: int | None) -> None:
        key = self.in_line(pick)
        other = None if before is None else self.in_line(before)
        line = [each for each in self.line.waiting() if each != key]
        refusal: type[Exception] | None = None
        if self.line.places[key].state != "waiting":
            refusal = WaitOver
        elif other is not None and other not in line:
            refusal = WaitlistEntryUnknown

        if self.do(refusal, lambda: waitlist.move_in_line(entry_id=key, before_id=other)):
            line.insert(len(line) if other is None else line.index(other), key)
            for each, row in table(ENTRIES).items():
                self.line.change(each, rank=row["rank"])
            assert self.line.waiting() == line, "not where they were put"
            self.happened["move in line"] += 1
        self.compare()

    # ---- offers ----------------------------------------------------------------------------------------

    @precondition(lambda self: self.line.places)
    @rule(pick=picks, by_hand=seldom)
    def offer(self, pick: int, by_hand: bool) -> None:
        if by_hand:
            self.offer_by_hand(pick)
        else:
            self.offer_what_is_free()

    def offer_what_is_free(self) -> None:
        made = self.do(
            None,
            lambda: waitlist_offers.offer_what_is_free(venue_id=self.venue_id, now=self.now) or [None],
        )
        self.line.settle(self.model.rows, self.now)
        for offer in made:
            fit = self.line.next_fit(self.model, self.now)
            assert (offer is None) == (fit is None), f"offered {offer}, and to be offered was {fit}"
            if offer is not None and fit is not None:
                self.offered(offer, *fit)
                self.happened["offer what is free"] += 1
        assert self.line.next_fit(self.model, self.now) is None, "somebody was forgotten"
        self.compare()

    def offer_by_hand(self, pick: int) -> None:
        key = self.in_line(pick)
        refusal: type[Exception] | None = None
        first = next(self.line.fits(key, self.model, self.now, also_passed=True), None)
        if self.line.places[key].state != "waiting":
            refusal = WaitOver
        elif self.line.live_offer(key) is not None:
            refusal = HasOffer
        elif first is None:
            refusal = NothingFits

        offer = self.do(refusal, lambda: waitlist_offers.offer_by_hand(entry_id=key, now=self.now))
        if offer and first is not None:
            self.offered(offer, key, first)
            self.happened["offer by hand"] += 1
        self.compare()

    @precondition(lambda self: self.line.offers)
    @rule(pick=picks, by_staff=st.booleans())
    def give_an_offer_back(self, pick: int, by_staff: bool) -> None:
        number = self.an_offer(pick)
        offer = self.line.offers[number]
        service = waitlist_offers.withdraw_offer if by_staff else waitlist_offers.decline_offer

        if self.do(
            OfferOver if offer.state == "accepted" else None,
            lambda: service(offer_id=number, now=self.now),
        ):
            self.let_go(offer.booking)
            if offer.state == "live":
                self.line.answer(number, "withdrawn" if by_staff else "declined")
                self.happened["give an offer back"] += 1
        self.compare()

    @precondition(lambda self: self.line.offers)
    @rule(pick=picks)
    def take_an_offer(self, pick: int) -> None:
        """By whoever has it, as anybody confirms a hold."""
        offer = self.line.offers[self.an_offer(pick)]
        self.confirm_one(offer.booking)
        self.happened["take an offer"] += self.model.rows[offer.booking].status in {"pending", "confirmed"}

    @rule()
    def settle(self) -> None:
        self.do(None, lambda: waitlist_outcomes.settle_offers(venue_id=self.venue_id, now=self.now) + 1)
        self.line.settle(self.model.rows, self.now)
        self.compare()

    # ---- what must hold --------------------------------------------------------------------------------

    def do(self, refusal: Any, change: Callable[[], Any]) -> Any:
        self.line_before = table(ENTRIES), table(OFFERS)
        self.places_before = dict(self.line.places)
        return super().do(refusal, change)

    def hold_against_model(self, after: dict[int, dict[str, Any]]) -> None:
        # Whoever says yes to a hold that was offered them has taken the offer, on whichever page.
        for key, row in self.model.rows.items():
            was = self.table_before.get(key, {}).get("status")
            if was in OPEN and row.status in {"pending", "confirmed"}:
                self.line.taken(key)
        super().hold_against_model(after)
        entries, offers = table(ENTRIES), table(OFFERS)
        for before, now_there, name in zip(
            self.line_before, (entries, offers), (ENTRIES, OFFERS), strict=True
        ):
            on_record = seen(replayed(before, self.record_before, name))
            assert on_record == seen(now_there), f"not all is on record of {name}"
        there = {key: (row["name"], row["rank"], row["state"], as_wish(row)) for key, row in entries.items()}
        line = self.line.places.items()
        assert there == {key: (place.who, place.rank, place.state, place.wish) for key, place in line}
        assert {key: as_offer(row) for key, row in offers.items()} == self.line.offers
        self.insist_on_one_claim()

    def insist_on_one_claim(self) -> None:
        """A live offer keeps its slot by its own hold, and nobody else has anything of it."""
        for offer in self.line.offers.values():
            row = self.model.rows[offer.booking]
            if offer.state == "live" and row.status == "held" and row.held_until == offer.until:
                others = {key: each for key, each in self.model.rows.items() if key != offer.booking}
                assert all(
                    other.status not in {"held", "pending", "confirmed", "checked_in", "completed", "blocked"}
                    or other.room != row.room
                    or other.end <= row.start
                    or row.end <= other.start
                    for other in others.values()
                ), "what was offered is somebody else's, too"

    # ---- taking back -----------------------------------------------------------------------------------

    def compare(self) -> None:
        super().compare()
        changed = {
            key: self.places_before.get(key)
            for key in self.line.places.keys() | self.places_before.keys()
            if self.line.places.get(key) != self.places_before.get(key)
        }
        self.last_places = changed if changed and self.last else None
        self.model.answered = {offer.booking for offer in self.line.offers.values() if offer.state != "live"}

    def why_not_take_back(
        self, before: dict[int, dict[str, Any]], after: dict[int, dict[str, Any]], touched: set[int]
    ) -> type[Exception] | None:
        refusal = super().why_not_take_back(before, after, touched)
        return None if self.last_places and not touched else refusal

    def hold_against_before(
        self, before: dict[int, dict[str, Any]], touched: set[int], swept: set[int]
    ) -> None:
        super().hold_against_before(before, touched, swept)
        for key, place in (self.last_places or {}).items():
            if place is None:
                del self.line.places[key]
            else:
                self.line.places[key] = place
            self.happened["take back a change of the line"] += 1

    # ---- helpers ---------------------------------------------------------------------------------------

    def in_rooms(self, wish: Wish) -> Wish:
        return wish if wish.room is None else replace(wish, room=self.rooms[wish.room])

    def in_line(self, pick: int) -> int:
        keys = sorted(self.line.places)
        return keys[pick % len(keys)]

    def an_offer(self, pick: int) -> int:
        """One that waits for an answer, if any does; else one that is over."""
        live = sorted(number for number, offer in self.line.offers.items() if offer.state == "live")
        numbers = live if live and pick % 4 else sorted(self.line.offers)
        return numbers[pick % len(numbers)]

    def let_go(self, key: int) -> None:
        if self.model.rows[key].status == "held":
            self.model.change(key, status="expired")

    def offered(self, offer: Any, key: int, row: Row) -> None:
        """Note what was offered: to the first, the soonest, held until they have to answer."""
        until = answer_by(self.now, row.start)
        self.model.sweep({row.room}, self.now)
        self.model.put(offer.booking_id, replace(row, held_until=until))
        self.line.offers[offer.pk] = Offer(key, offer.booking_id, row.room, row.start, row.end, until)


def contact(who: str) -> Contact:
    return Contact(name=who, email=f"{who.lower()}@example.com")


def wanted(wish: Wish) -> waitlist.Wanted:
    return waitlist.Wanted(
        first_day=MIDNIGHT.date(), last_day=MIDNIGHT.date(), minutes=wish.minutes, party_size=2,
        earliest=wish.earliest, latest=wish.latest, room_id=wish.room,
    )  # fmt: skip


def as_wish(row: dict[str, Any]) -> Wish:
    return Wish(row["earliest"], row["latest"], row["minutes"], row["room_id"])


def as_offer(row: dict[str, Any]) -> Offer:
    start, end, until = (datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at", "until"))
    return Offer(row["entry_id"], row["booking_id"], row["room_id"], start, end, until, row["state"])
