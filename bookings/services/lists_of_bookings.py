"""Bringing in a list of bookings, line by line: rooms kept still, the database decides, nobody is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from audit.errors import InTheWay
from bookings.domain.lifecycle import CANCELLABLE, LIVE, OCCUPYING, Status
from bookings.domain.pricing.terms import Price
from bookings.domain.reference import NotAReference, parse
from bookings.errors import SlotTaken
from bookings.models import Customer, CustomerImport, ImportLine, Occupancy, Outcome, Room
from bookings.models.imports import WhenKnown
from bookings.models.occupancy import Kind
from bookings.selectors.booking_rows import BookingRows, RoomsHere, WantedBooking
from bookings.selectors.customer_search import customer_reached_at
from bookings.selectors.lists import reading_of
from bookings.selectors.occupied import sharing_with
from bookings.services.bookings import edit_booking, move_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.customers import Contact, match_customer
from bookings.services.imported import ImportedBooking, import_booking
from bookings.services.lists_of_customers import remove_customer
from bookings.services.lists_of_rooms import Rehearsed
from boom.core import outbox
from boom.core.db import lock_rooms
from boom.core.errors import Busy, DomainError

REASON = "As the imported list has it"


class Bookings:
    """How lines of one list become bookings of its venue."""

    def __init__(self, found: CustomerImport, now: datetime) -> None:
        assert found.venue is not None, "a list of bookings is of a venue"
        self.found, self.venue, self.now = found, found.venue, now

    @cached_property
    def rows(self) -> BookingRows:
        """How its rows are read."""
        return BookingRows(
            venue=self.venue,
            rooms=RoomsHere(self.venue),
            reading=reading_of(self.found),
            room_id=self.found.reading.get("room_id"),
            mapping=self.found.mapping,
            country=self.found.country,
            now=self.now,
        )

    def begin(self, rows: Sequence[Sequence[str]]) -> None:
        """Lock every room of the slice, in the order in which everybody does."""
        wanted = {self.rows.read(row).room_id for row in rows}
        lock_rooms(*(room_id for room_id in wanted if room_id is not None))

    def check(self, line: ImportLine, row: Sequence[str]) -> None:
        """Say on a line what it would come to: it is tried, and undone."""
        wanted = self.rows.read(row)
        line.name, line.problems = wanted.name, wanted.problems
        if wanted.problems:
            return
        try:
            with transaction.atomic():
                self._write(line, wanted)
                raise Rehearsed
        except Rehearsed:
            line.booking = line.booking if line.outcome != Outcome.ADDED else None
        except (DomainError, IntegrityError) as error:
            self.refuse(line, error)
            return
        self._note_place(line, wanted)
        above = self._wanted_above(line)
        if above is not None:
            words = gettext("Line %(number)s wants the room then as well.") % {"number": above}
            self._refuse(line, "starts", words)

    def bring_in(self, line: ImportLine, row: Sequence[str]) -> None:
        """Make it so."""
        wanted = self.rows.read(row)
        if not wanted.problems:
            self._write(line, wanted)

    def refuse(self, line: ImportLine, error: Exception) -> None:
        """Say on a line why it could not be. Raises the error where trying again may help."""
        if isinstance(error, Busy) or not isinstance(error, (DomainError, IntegrityError)):
            raise error
        if isinstance(error, IntegrityError):
            # Known by the number it has there, and not at this venue.
            words = gettext("It has been brought in at another venue.")
        else:
            words = gettext("The room is taken then.") if isinstance(error, SlotTaken) else error.message
        self._refuse(line, "starts", words)

    def take_back(self, line: ImportLine) -> Sequence[tuple[str, int]]:
        """Remove a booking that nobody has touched since, and its customer if they came with it alone.

        What a line changed of a booking that was here stays: its own history takes it back.
        """
        if line.outcome == Outcome.CHANGED:
            raise InTheWay(gettext("What the list changed is taken back in the booking’s own history."))
        if line.outcome != Outcome.ADDED or line.after is None or line.booking_id is None:
            return ()
        rows = Occupancy.objects.select_for_update(of=("self",)).filter(pk=line.booking_id or 0)
        booking = rows.filter(version=line.after["version"]).first()
        if booking is None:
            raise InTheWay(gettext("It was changed since, so it stays."))
        customer, key = booking.customer, booking.pk
        ImportLine.objects.filter(booking=booking).update(booking=None, name="", after=None)
        # Without Django's cascade: whatever points here refuses.
        gone = Occupancy.objects.filter(pk=key)
        gone._raw_delete(gone.db)  # noqa: SLF001
        outbox.publish("bookings.recorded", count=1, quiet=True)
        removed = [("bookings_occupancy", key)]
        if customer is not None and line.after.get("new_customer") == customer.pk and _is_unused(customer):
            remove_customer(customer)
            removed.append(("bookings_customer", customer.pk))
        return removed

    def finish(self, brought: int) -> None:
        """Have open pages look again, quietly: no customer hears of it."""
        if brought:
            outbox.publish("bookings.recorded", count=brought, quiet=True)

    def _write(self, line: ImportLine, wanted: WantedBooking) -> None:
        booking = self._known(wanted)
        line.problems = []
        if booking is None:
            self._add(line, wanted)
            return
        line.booking, line.before, line.after = booking, {}, {}
        if self.found.when_known == WhenKnown.REPLACE:
            self._change(line, booking, wanted)
        line.outcome = Outcome.CHANGED if line.after else Outcome.SAME

    def _known(self, wanted: WantedBooking) -> Occupancy | None:
        """By what it was known as when it came in, else by our own reference: our own list comes in again."""
        ours = Occupancy.objects.filter(kind=Kind.BOOKING, room__venue=self.venue)
        found = ours.filter(legacy_id=wanted.key).first()
        if found is not None or not wanted.reference:
            return found
        try:
            return ours.filter(reference=parse(wanted.reference)).first()
        except NotAReference:
            return None

    def _add(self, line: ImportLine, wanted: WantedBooking) -> None:
        assert wanted.span is not None, "a row without one has problems"
        assert wanted.room_id is not None, "a row without one has problems"
        was_here = customer_reached_at(wanted.email, wanted.phone) is not None
        name = wanted.name or wanted.email or wanted.phone
        customer = match_customer(Contact(name, wanted.email, wanted.phone))
        booking = import_booking(
            booking=ImportedBooking(
                legacy_id=wanted.key,
                room_id=wanted.room_id,
                customer_id=customer.pk if customer else None,
                guest_name=wanted.name,
                span=wanted.span,
                status=wanted.status,
                placed=True,
                clashes_with=(),
                party_size=wanted.people,
                total_minor=wanted.total_minor,
                currency=self.venue.currency,
                note=wanted.note,
                staff_note=wanted.staff_note,
                created_at=None,
                cancelled_at=self.now if wanted.status is Status.CANCELLED else None,
            ),
            now=self.now,
        )
        line.booking, line.outcome, line.before = booking, Outcome.ADDED, None
        is_new = customer is not None and not was_here
        line.after = {
            "version": booking.version,
            "new_customer": customer.pk if is_new and customer else None,
        }

    def _change(self, line: ImportLine, booking: Occupancy, wanted: WantedBooking) -> None:
        """Make a booking that is here what the list says of it, by the services that staff use."""
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        if wanted.status is Status.CANCELLED:
            if booking.status in CANCELLABLE:
                before["status"], after["status"] = booking.get_status_display(), wanted.status.label
                cancel_booking(booking_id=booking.pk, now=self.now, reason=REASON, tell_customer=False)
            line.before, line.after = before, after
            return
        if (booking.room_id, booking.span) != (wanted.room_id, wanted.span) and booking.status in LIVE:
            assert wanted.span is not None, "a row without one has problems"
            assert wanted.room_id is not None, "a row without one has problems"
            moved = move_booking(
                booking_id=booking.pk,
                room_id=wanted.room_id,
                span=wanted.span,
                version=booking.version,
                now=self.now,
                override_reason=REASON,
                tell_customer=False,
                price=Price.KEEP,
            )
            was, now = self._place(booking), self._place(moved)
            before |= {name: was[name] for name in was if was[name] != now[name]}
            after |= {name: now[name] for name in was if was[name] != now[name]}
        details = self._details(booking, wanted)
        if details:
            now_here = Occupancy.objects.get(pk=booking.pk)  # house: tenant-read, the row that was just found
            contact = now_here.customer
            edit_booking(
                booking_id=booking.pk,
                version=now_here.version,
                contact=Contact(
                    now_here.guest_name, contact.email if contact else "", contact.phone if contact else ""
                ),
                party_size=details.get("people", now_here.party_size),
                note=details.get("note", now_here.note),
                staff_note=details.get("staff_note", now_here.staff_note),
                now=self.now,
                override_reason=REASON,
                answers=now_here.answers,
            )
            before |= {name: _detail(booking, name) for name in details}
            after |= details
        line.before, line.after = before, after

    def _details(self, booking: Occupancy, wanted: WantedBooking) -> dict[str, Any]:
        """What the list says otherwise; where it says nothing, what is here stays."""
        said = {"people": wanted.people, "note": wanted.note, "staff_note": wanted.staff_note}
        return {
            name: value
            for name, value in said.items()
            if name in wanted.says and value not in (None, "") and value != _detail(booking, name)
        }

    def _place(self, booking: Occupancy) -> dict[str, str]:
        zone = self.venue.zone
        return {
            "room": booking.room.name,
            "starts": f"{booking.starts_at.astimezone(zone):%Y-%m-%d %H:%M}",
            "ends": f"{booking.ends_at.astimezone(zone):%Y-%m-%d %H:%M}",
        }

    def _note_place(self, line: ImportLine, wanted: WantedBooking) -> None:
        """What room and time the line wants for itself, if it is to keep them."""
        if line.outcome == Outcome.SAME or wanted.status not in OCCUPYING or wanted.span is None:
            return
        line.room = Room.objects.filter(pk=wanted.room_id or 0).first()
        line.starts_at, line.ends_at = wanted.span.start, wanted.span.end

    def _wanted_above(self, line: ImportLine) -> int | None:
        """The number of a line above that wants the same room, or one that shares its space, at that time."""
        if line.room is None:
            return None
        rooms = {line.room.pk, *sharing_with([line.room.pk])}
        above = ImportLine.objects.filter(
            customer_import=self.found,
            number__lt=line.number,
            room_id__in=rooms,
            starts_at__lt=line.ends_at,
            ends_at__gt=line.starts_at,
        )
        return (
            above.exclude(outcome=Outcome.REFUSED).values_list("number", flat=True).order_by("number").first()
        )

    def _refuse(self, line: ImportLine, name: str, words: str) -> None:
        line.outcome, line.booking, line.before, line.after = Outcome.REFUSED, None, None, None
        line.room, line.starts_at, line.ends_at = None, None, None
        line.problems = [{"field": name, "words": words}]


def _detail(booking: Occupancy, name: str) -> Any:
    return booking.party_size if name == "people" else getattr(booking, name)


def _is_unused(customer: Customer) -> bool:
    return not Occupancy.objects.filter(customer=customer).exists()
