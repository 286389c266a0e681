"""Nights at Velvet Rooms that show something: parties with extras, series, who waits, what to put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from bookings.domain.interval import Interval
from bookings.domain.pricing.changes import Kind, Size
from bookings.domain.pricing.terms import PLAIN, Terms
from bookings.domain.pricing.wanted import StaffDiscount
from bookings.domain.recurrence import Every, Rule, dates_between
from bookings.domain.series import Pattern
from bookings.domain.walls import instant_on
from bookings.models import Booking, Customer, FormField, Occupancy, Room, Series, Venue
from bookings.services.blocks import block_room
from bookings.services.bookings import create_booking
from bookings.services.customers import Contact
from bookings.services.groups import Part, book_group
from bookings.services.guests import answer_guest_message, rate_booking, send_guest_message
from bookings.services.holds import confirm_hold, hold_slot
from bookings.services.hour_packs import sell_hours
from bookings.services.series.extending import extend_series
from bookings.services.series.making import Guest, block_series, book_series
from bookings.services.setup import change_venue
from bookings.services.waitlist import Wanted, join_waitlist
from bookings.services.waitlist_offers import offer_by_hand
from boom.demo.plans import MONDAY, SATURDAY, WEDNESDAY
from boom.demo.velvet_house import HALL, HORIZON, early_night, maintenance_night
from boom.demo.velvet_prices import Offers

DAY = timedelta(days=1)
RATED = 90
PRAISE = (
    "Best night in months. The sound is superb.",
    "Lovely staff, and they found us our song.",
    "Great room, but the air conditioning could be stronger.",
    "",
    "",
    "",
)


@dataclass
class Nights:
    """Writes down bookings of one venue; nobody is told of any."""

    venue: Venue
    today: date
    now: datetime
    rooms: dict[str, Room] = field(init=False)

    def __post_init__(self) -> None:
        self.rooms = {room.name: room for room in Room.objects.filter(venue=self.venue)}

    def span(self, day: date, start: str, minutes: int) -> Interval:
        """A stretch of a night; "24:30" is half past midnight."""
        begins = instant_on(start, day, self.venue.zone)
        return Interval(begins, begins + timedelta(minutes=minutes))

    def next(self, weekday: int, *, after: int = 1) -> date:
        """The first such weekday that is so many days away, or more."""
        soonest = self.today + after * DAY
        return soonest + ((weekday - soonest.weekday()) % 7) * DAY

    def book(
        self,
        room: str,
        when: Interval,
        contact: Contact,
        people: int,
        *,
        terms: Terms = PLAIN,
        answers: dict[str, object] | None = None,
        note: str = "",
        staff_note: str = "",
    ) -> Booking:
        """A booking that staff took by phone."""
        return create_booking(
            room_id=self.rooms[room].pk,
            span=when,
            contact=contact,
            party_size=people,
            source="phone",
            now=self.now,
            note=note,
            staff_note=staff_note,
            terms=terms,
            answers=answers,
            tell_customer=False,
        )


def arrange(nights: Nights, offers: Offers, question: FormField, customers: Sequence[Customer]) -> None:
    """Everything that is taken down one by one, before the many: parties, what repeats, who waits."""
    regulars = [each for each in customers if "Regular" in each.tags]
    _parties(nights, offers, question, customers)
    _prepaid(nights, regulars[0])
    _repeats(nights, regulars[1])
    _waiting(nights, customers)
    _to_put_right(nights)


def taken(venue: Venue) -> dict[int, list[Interval]]:
    """What is taken already, by room; a whole takes its parts, and a part its whole."""
    found: dict[int, list[Interval]] = {}
    rooms = Room.objects.filter(venue=venue).prefetch_related("parts", "wholes")
    also = {
        room.pk: [
            *(part.part_id for part in room.parts.all()),
            *(part.whole_id for part in room.wholes.all()),
        ]
        for room in rooms
    }
    for row in Occupancy.objects.filter(room__venue=venue).occupying():
        for room_id in [row.room_id, *also[row.room_id]]:
            found.setdefault(room_id, []).append(Interval(row.hold_from, row.hold_until))
    return found


def look_back(venue: Venue, *, now: datetime) -> None:
    """How guests liked their visits of the last weeks."""
    random = Random(RATED)
    visits = Booking.objects.filter(
        room__venue=venue, status="completed", ends_at__gt=now - 25 * DAY, ends_at__lte=now
    ).order_by("-ends_at")
    keys = list(visits.values_list("pk", flat=True)[: RATED * 2])
    for key in sorted(random.sample(keys, min(RATED, len(keys)))):
        stars = random.choice([5, 5, 5, 4, 4, 3])
        rate_booking(booking_id=key, stars=stars, words=random.choice(PRAISE) if stars > 3 else "", now=now)


def _parties(nights: Nights, offers: Offers, question: FormField, customers: Sequence[Customer]) -> None:
    """One of each: package, extras, code, voucher, goodwill, kinds of guests, several rooms, on request."""
    soon = nights.today + DAY
    birthday = nights.book(
        "Harmony",
        nights.span(soon, "20:00", 120),
        Contact("Noor Haddad", "noor.haddad@example.org", "+442079460955"),
        9,
        terms=Terms(package_id=offers.birthday.pk),
        answers={question.key: "A birthday"},
        note="Could the cake come at nine?",
    )
    send_guest_message(booking_id=birthday.pk, words="One of us is vegan. Is there anything for her?")
    hens = nights.book(
        "Lullaby",
        nights.span(nights.next(SATURDAY), "19:00", 180),
        Contact("Maja Lindqvist", "maja.lindqvist@example.org", "+442079460961"),
        12,
        terms=Terms(add_ons=((offers.prosecco.pk, 3), (offers.smoke.pk, 1))),
        answers={question.key: "Hen or stag"},
    )
    asked = send_guest_message(booking_id=hens.pk, words="Is there a place for coats?")
    answer_guest_message(message_id=asked.pk, now=nights.now)
    nights.book(
        "Falsetto",
        nights.span(soon + DAY, "21:00", 120),
        Contact("Uma Petrov", "uma.petrov@example.org"),
        4,
        terms=Terms(promo_id=offers.welcome.pk),
    )
    nights.book(
        "Groove",
        nights.span(soon + 2 * DAY, "20:30", 120),
        _contact(customers[3]),
        7,
        terms=Terms(voucher_id=offers.voucher.pk),
        staff_note="The voucher was a present from the office.",
    )
    nights.book(
        "Falsetto",
        nights.span(soon, "22:00", 90),
        _contact(customers[4]),
        6,
        terms=Terms(discount=StaffDiscount(Size(Kind.PERCENT, 20_000), "A microphone failed last time")),
    )
    nights.book(
        "Echo",
        nights.span(nights.next(MONDAY), "24:00", 120),
        Contact("Finn Walsh", "finn.walsh@example.org"),
        7,
        terms=Terms(classes=((offers.students.pk, 5),)),
        note="Five of us bring student cards.",
    )
    span = nights.span(nights.next(SATURDAY), "21:30", 120)
    book_group(
        parts=[Part(nights.rooms["Alto"].pk, 4), Part(nights.rooms["Birdsong"].pk, 4)],
        span=span,
        contact=Contact("Harbour Studio", "events@harbour.example.org", "+442079460977"),
        source="email",
        now=nights.now,
        note="Two teams, please next to each other.",
        tell_customer=False,
    )
    _request(nights)


def _request(nights: Nights) -> None:
    """Somebody asks online for the whole hall; it waits for a yes."""
    hold = hold_slot(
        room_id=nights.rooms[HALL].pk,
        span=nights.span(nights.next(WEDNESDAY, after=3), "19:00", 240),
        party_size=36,
        now=nights.now,
    )
    confirm_hold(
        booking_id=hold.pk,
        contact=Contact("Imani Diallo", "imani.diallo@example.org", "+442079460983"),
        note="Our choir’s anniversary. Is there a piano?",
        now=nights.now,
    )


def _prepaid(nights: Nights, customer: Customer) -> None:
    """Ten hours on quiet nights, paid ahead; two of them are booked."""
    pack = sell_hours(
        customer_id=customer.pk,
        venue_id=nights.venue.pk,
        name="Ten hours, Monday to Thursday",
        minutes=600,
        price_minor=19900,
        weekdays=[0, 1, 2, 3],
        good_until=nights.today + 180 * DAY,
        note="Rehearses with her band",
    )
    nights.book(
        "Cassette",
        nights.span(nights.next(MONDAY), "20:00", 120),
        _contact(customer),
        3,
        terms=Terms(pack_id=pack.pk),
    )


def _repeats(nights: Nights, customer: Customer) -> None:
    """A quiz every Wednesday, without an end; one of its nights was taken when its turn came. And a tuner."""
    rule = Rule(Every.WEEK, weekdays=(WEDNESDAY,))
    first = nights.next(WEDNESDAY)
    quiz = Pattern(nights.rooms["Echo"].pk, first, "20:00", timedelta(hours=2), rule)
    series = book_series(
        pattern=quiz,
        guest=Guest(_contact(customer), 8, "phone", staff_note="Pub quiz; they bring their own buzzer."),
        choices={},
        now=nights.now,
        tell_customer=False,
    ).series
    _take_a_night_of(series, nights)
    clean = Pattern(
        nights.rooms["Groove"].pk,
        nights.next(MONDAY),
        "18:00",
        timedelta(hours=1),
        Rule(Every.WEEK, weekdays=(MONDAY,), count=8),
    )
    block_series(patterns=[clean], reason="Piano tuner", choices={clean.room_id: {}}, now=nights.now)


def _take_a_night_of(series: Series, nights: Nights) -> None:
    """Give a night further ahead to others, then let people book that far: the series cannot have it."""
    after = series.planned_until + DAY
    [night, *_] = dates_between(series.pattern.rule, series.first_on, after, after + 14 * DAY)
    block_room(
        room_id=series.room_id,
        span=nights.span(night, "18:00", 600),
        reason="Film crew",
        now=nights.now,
    )
    change_venue(venue_id=nights.venue.pk, horizon_days=HORIZON)
    extend_series(series_id=series.pk, now=nights.now)


def _waiting(nights: Nights, customers: Sequence[Customer]) -> None:
    """A Saturday whose big room is gone and four who hope for it; one who has an offer for another night."""
    saturday = nights.next(SATURDAY, after=3)
    nights.book(
        "Midnight",
        nights.span(saturday, "19:30", 360),
        Contact("Kowalski and Sons", "office@kowalski.example.org", "+442079460991"),
        28,
        note="Our yearly party.",
    )
    offered = _join(nights, customers[10], saturday - DAY, 120, 5, start=21 * 60, room="Duet")
    offer_by_hand(entry_id=offered, now=nights.now)
    for number, (people, minutes) in enumerate([(18, 120), (24, 180), (20, 120), (16, 120)]):
        _join(nights, customers[11 + number], saturday, minutes, people, start=20 * 60, room="Midnight")


def _join(
    nights: Nights, customer: Customer, day: date, minutes: int, people: int, *, start: int, room: str
) -> int:
    entry = join_waitlist(
        venue_id=nights.venue.pk,
        contact=_contact(customer),
        wanted=Wanted(
            day,
            day,
            minutes,
            people,
            earliest=start,
            latest=start + (0 if room == "Duet" else 120),
            room_id=nights.rooms[room].pk,
        ),
        now=nights.now,
        by_staff=True,
    )
    return entry.pk


def _to_put_right(nights: Nights) -> None:
    """Taken in good faith; what was decided about their nights afterwards speaks against them."""
    nights.book("Alto", nights.span(nights.today + 3 * DAY, "20:00", 90), Contact("Lena, rings back"), 3)
    nights.book(
        "Cassette",
        nights.span(maintenance_night(nights.today), "21:00", 120),
        Contact("Tariq Novak", "tariq.novak@example.org"),
        4,
    )
    nights.book(
        "Birdsong",
        nights.span(early_night(nights.today), "22:30", 120),
        Contact("Ebba Moreau", "ebba.moreau@example.org"),
        3,
    )


def _contact(customer: Customer) -> Contact:
    return Contact(customer.name, customer.email, customer.phone)
