"""What there is to take out of bookings. Found by `boom.apps` when Django starts."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from bookings import exports_of_setup  # noqa: F401 - registers itself
from bookings.bookings_file import HEADINGS as OF_BOOKINGS
from bookings.bookings_file import cells_of, own_questions
from bookings.domain.reference import shown
from bookings.exporting import Export, Extent, Table, in_pieces, of_each_venue, register
from bookings.models import Block, Booking, Occupancy, Rating, Venue, WaitlistEntry
from bookings.selectors.customer_export import HEADINGS as OF_CUSTOMERS
from bookings.selectors.customer_export import customer_rows
from bookings.selectors.customers import Wanted
from bookings.selectors.hosts import host_name, visible_ratings
from bookings.selectors.series_list import visible_series
from bookings.series_words import series_words
from bookings.waitlist_words import days_words, where_words, window_words
from boom.core.workbooks import Cell

SEE = "bookings.view_customers"


def _bookings(extent: Extent) -> Table:
    questions = {venue.pk: own_questions(venue) for venue in extent.venues}
    # The same question at several venues is one column.
    labels = list(dict.fromkeys(each.label for fields in questions.values() for each in fields))

    def rows() -> Iterator[tuple[Cell, ...]]:
        for venue in extent.venues:
            own = Booking.objects.visible().filter(room__venue=venue)
            found = extent.within(own, "starts_at", venue).order_by("starts_at", "id")
            fields, plain = questions[venue.pk], len(OF_BOOKINGS)
            for booking in in_pieces(found.select_related("room", "customer")):
                cells = cells_of(booking, venue, fields)
                answers = dict(zip((each.label for each in fields), cells[plain:], strict=True))
                yield (venue.name, *cells[:plain], *(answers.get(label, "") for label in labels))

    return Table(("venue", *OF_BOOKINGS, *labels), rows(), times=("starts", "ends"))


def _customers(extent: Extent) -> Table:
    return Table(OF_CUSTOMERS, customer_rows(Wanted(), now=extent.now))


def _blocks(extent: Extent) -> Table:
    def rows(venue: Venue) -> Iterator[tuple[Cell, ...]]:
        own = Occupancy.objects.visible().filter(pk__in=Block.objects.values("pk"), room__venue=venue)
        found = extent.within(own, "starts_at", venue).select_related("room").order_by("starts_at", "id")
        for block in in_pieces(found):
            starts, ends = block.starts_at.astimezone(venue.zone), block.ends_at.astimezone(venue.zone)
            yield block.room.name, starts, ends, block.reason, block.get_status_display(), block.staff_note

    headings = ("room", "starts", "ends", "reason", "status", "staff note")
    return of_each_venue(extent, headings, rows, times=("starts", "ends"))


def _series(extent: Extent) -> Table:
    def rows(venue: Venue) -> Iterator[tuple[Cell, ...]]:
        found = visible_series().filter(room__venue=venue).select_related("room__venue", "customer")
        for each in in_pieces(extent.within(found, "created_at", venue).order_by("id")):
            yield (
                each.room.name,
                "block" if each.is_block else "booking",
                each.title,
                series_words(each, venue),
                each.first_on.isoformat(),
                each.minutes,
                each.party_size,
                each.note,
                each.staff_note,
                each.ended_at.astimezone(venue.zone) if each.ended_at else None,
            )

    headings = (
        "room", "kind", "for", "repeats", "first night", "minutes", "people", "note", "staff note", "ended",
    )  # fmt: skip
    return of_each_venue(extent, headings, rows, times=("ended",))


def _waitlist(extent: Extent) -> Table:
    def rows(venue: Venue) -> Iterator[tuple[Cell, ...]]:
        own = WaitlistEntry.objects.filter(venue=venue).select_related("room", "venue")
        for entry in in_pieces(extent.within(own, "joined_at", venue).order_by("joined_at", "id")):
            yield (
                entry.name,
                entry.phone,
                entry.email,
                entry.party_size,
                days_words(entry),
                window_words(entry),
                entry.minutes,
                where_words(entry),
                entry.note,
                entry.get_state_display(),
                entry.joined_at.astimezone(venue.zone),
            )

    headings = (
        "name", "phone", "e-mail", "people", "nights", "starts", "minutes", "where", "note", "state",
        "joined",
    )  # fmt: skip
    return of_each_venue(extent, headings, rows, times=("joined",))


def _ratings(extent: Extent) -> Table:
    def rows(venue: Venue) -> Iterator[tuple[Cell, ...]]:
        own = visible_ratings(Rating.objects.filter(booking__room__venue=venue))
        found = extent.within(own, "booking__starts_at", venue).select_related(
            "booking__room", "booking__host"
        )
        for rating in in_pieces(found.order_by("booking__starts_at", "id")):
            yield (
                shown(rating.booking.reference) if rating.booking.reference else "",
                rating.booking.starts_at.astimezone(venue.zone),
                rating.booking.room.name,
                host_name(rating.booking.host),
                rating.stars,
                rating.words,
                rating.created_at.astimezone(venue.zone),
            )

    headings = ("booking", "visit", "room", "host", "stars", "words", "rated")
    return of_each_venue(extent, headings, rows, times=("visit", "rated"))


register(
    Export(
        "bookings",
        _("Bookings"),
        _("By the day they begin, cancelled ones too, with price, contact and answers."),
        SEE,
        "bookings_booking",
        _bookings,
        is_of_rooms=True,
    )
)
register(
    Export(
        "customers",
        _("Customers"),
        _("Everybody, with what their bookings come to. The file can be imported again."),
        "bookings.exchange_customers",
        "bookings_customer",
        _customers,
        is_dated=False,
        is_of_business=True,
    )
)
register(
    Export(
        "blocks",
        _("Blocked times"),
        _("By the day they begin."),
        SEE,
        "bookings_block",
        _blocks,
        is_of_rooms=True,
    )
)
register(
    Export(
        "series",
        _("What repeats"),
        _("Rules of repeating bookings, by the day they were made; each night is in the list of bookings."),
        SEE,
        "bookings_series",
        _series,
        is_of_rooms=True,
    )
)
register(
    Export(
        "waiting-list",
        _("Waiting list"),
        _("By the day somebody joined, whatever became of it."),
        SEE,
        "bookings_waitlistentry",
        _waitlist,
    )
)
register(
    Export(
        "ratings",
        _("Ratings"),
        _("By the day of the visit."),
        "bookings.view_ratings",
        "bookings_rating",
        _ratings,
        is_of_rooms=True,
    )
)
