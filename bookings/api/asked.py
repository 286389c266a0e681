"""What requests about bookings say, held to the same rules as the forms of the dashboard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from accounts.fields import AddressField, LabelField
from bookings.domain.interval import Interval
from bookings.domain.pricing.changes import Kind, Size
from bookings.domain.pricing.terms import Terms
from bookings.domain.pricing.wanted import Agreed, StaffDiscount
from bookings.forms.contact import LONGEST_NAME, LONGEST_NOTE, MOST_PEOPLE, NoteField, PhoneField
from bookings.models import GiftVoucher, PromoCode, Venue
from bookings.models.occupancy import LONGEST_LENGTH
from bookings.phones import LONGEST_TYPED, country_of_zone
from bookings.selectors.prices import code_called
from bookings.services.customers import Contact
from boom.core.errors import Invalid
from boom.rest.callers import Caller
from boom.rest.values import Body, Flag, Instant, Key, Minor, cleaned, line, lines, whole

OVERRIDE, AGREE = "bookings.override_rules", "bookings.override_price"
People = Annotated[int, whole(1, MOST_PEOPLE)]
Version = Annotated[int, whole(1, 2**31 - 1)]
Reason = Annotated[str, line(300)]


class Extra(Body):
    """So many of an add-on."""

    id: Key
    count: Annotated[int, whole(1, 1000)] = 1


class TermsBody(Body):
    """What goes into a price beside room, time and party."""

    package_id: Key | None = None
    add_ons: list[Extra] = Field(default=[], max_length=50)
    promo_code: Annotated[str, line(40)] = ""
    voucher_code: Annotated[str, line(40)] = ""
    agreed_minor: Minor | None = Field(default=None, description="A price agreed on; needs `price_reason`.")
    off_percent: Annotated[int, whole(1, 100)] | None = Field(
        default=None, description="So much off; needs `price_reason`."
    )
    price_reason: Annotated[str, line(200)] = ""


class SpanBody(Body):
    """A room for a time."""

    room_id: Key
    starts_at: Instant
    ends_at: Instant


class PersonBody(Body):
    """Whom a booking is for, and what is noted on it."""

    name: Annotated[str, line(LONGEST_NAME, shortest=1)] = Field(examples=["Priya Nair"])
    email: Annotated[str, line(254)] = Field("", examples=["priya@example.com"])
    phone: Annotated[str, line(LONGEST_TYPED)] = Field(
        "", description="As typed; read as one of the venue's country.", examples=["+44 20 7946 0812"]
    )
    party_size: People | None = None
    note: Annotated[str, lines(LONGEST_NOTE)] = ""
    staff_note: Annotated[str, lines(LONGEST_NOTE)] = ""
    answers: dict[Annotated[str, line(80)], Annotated[str, line(2000)] | Flag] | None = Field(
        None, description="To the venue's own questions, by key.", max_length=200
    )
    override_reason: Reason = Field("", description="Sets soft rules aside; takes the permission to.")


Source = Literal["api", "phone", "walk_in", "email", "other"]


class NewBooking(PersonBody, SpanBody):
    """A booking to take, confirmed at once."""

    source: Source = "api"
    terms: TermsBody = Field(default_factory=TermsBody)
    tell_customer: Flag = True
    agreed_terms: list[Key] | None = Field(
        None,
        max_length=50,
        description="What the guest agreed to: ids that `GET /rooms/{room_id}/terms` gives.",
    )


class ChangedBooking(Body):
    """What to change of a booking; what is left out stays."""

    name: Annotated[str, line(LONGEST_NAME, shortest=1)] | None = None
    email: Annotated[str, line(254)] | None = None
    phone: Annotated[str, line(LONGEST_TYPED)] | None = None
    party_size: People | None = None
    note: Annotated[str, lines(LONGEST_NOTE)] | None = None
    staff_note: Annotated[str, lines(LONGEST_NOTE)] | None = None
    answers: dict[Annotated[str, line(80)], Annotated[str, line(2000)] | Flag] | None = Field(
        None, max_length=200
    )
    override_reason: Reason = ""
    reprice: Flag = Field(False, description="Price it anew by the rules in force.")


def span_of(starts_at: Any, ends_at: Any) -> Interval:
    """The time asked for. Raises Invalid."""
    if ends_at <= starts_at:
        raise Invalid(fields={"ends_at": "This is not after the start."})
    if ends_at - starts_at > LONGEST_LENGTH:
        raise Invalid(fields={"ends_at": "That is longer than anything can be booked."})
    return Interval(starts_at, ends_at)


def contact_of(venue: Venue, given: Mapping[str, Any], *, known_phone: str = "") -> Contact:
    """Who it is, by the rules of the form that staff type it into. Raises Invalid, naming the fields."""
    country = venue.country or country_of_zone(venue.time_zone)
    found = cleaned(
        {
            "name": (LabelField(max_length=LONGEST_NAME, required_words="Type a name."), given["name"]),
            "email": (AddressField(required=False), given["email"]),
            "phone": (PhoneField(country=country, known=known_phone, required=False), given["phone"]),
        }
    )
    return Contact(**found)


def note_of(text: str) -> str:
    """A note without characters that say nothing."""
    return str(NoteField().clean(text))


def override_of(caller: Caller, reason: str) -> str:
    """A reason to set rules aside. Raises Forbidden for who may not."""
    if reason.strip():
        caller.insist_on(OVERRIDE)
    return reason.strip()


def terms_of(venue: Venue, body: TermsBody, caller: Caller) -> Terms:
    """What was chosen, codes looked up. Raises Invalid for one that nobody knows, Forbidden for a price of
    one's own from who may not.
    """
    codes = _codes(venue.pk, {"promo_code": body.promo_code, "voucher_code": body.voucher_code})
    agreed = discount = None
    if body.agreed_minor is not None or body.off_percent is not None:
        caller.insist_on(AGREE)
        if body.agreed_minor is not None and body.off_percent is not None:
            raise Invalid(fields={"terms.off_percent": "Give a price or a percentage, not both."})
        if not body.price_reason.strip():
            raise Invalid(fields={"terms.price_reason": "Say why, for the record."})
        if body.agreed_minor is not None:
            agreed = Agreed(body.agreed_minor, body.price_reason.strip())
        else:
            discount = StaffDiscount(
                Size(Kind.PERCENT, (body.off_percent or 0) * 1000), body.price_reason.strip()
            )
    counts: dict[int, int] = {}
    for each in body.add_ons:
        counts[each.id] = counts.get(each.id, 0) + each.count
    return Terms(
        package_id=body.package_id,
        add_ons=tuple(sorted(counts.items())),
        promo_id=codes.get("promo_code"),
        voucher_id=codes.get("voucher_code"),
        agreed=agreed,
        discount=discount,
    )


def _codes(venue_id: int, typed: Mapping[str, str]) -> dict[str, int]:
    found = {}
    for name, kind in (("promo_code", PromoCode), ("voucher_code", GiftVoucher)):
        if not typed[name].strip():
            continue
        row = code_called(venue_id, typed[name])
        if not isinstance(row, kind):
            raise Invalid(fields={f"terms.{name}": "We do not know this code. Check how it is written."})
        found[name] = row.pk
    return found
