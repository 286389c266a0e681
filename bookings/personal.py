"""What is kept of one person, table by table: what they are given of it, and what goes when they are erased.

Bookings stay for the books: room, time, people, price and what became of them, of nobody by name. Apps above
say what else there is (`register`); `tests/bookings/services/erasing` looks for the erased person in
every table there is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.models import Finding
from bookings.models import (
    Agreement,
    Ban,
    Consent,
    Customer,
    GuestMessage,
    HourPack,
    ImportLine,
    Invitee,
    Occupancy,
    Rating,
    Series,
    WaitlistEntry,
)

# Fewer digits than that are no number that anybody could be known by.
FEWEST_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is: the records of them, merged ones too, their bookings, how they were called and reached."""

    customer_ids: Sequence[int]
    booking_ids: Sequence[int]
    names: Sequence[str]
    emails: Sequence[str]
    phones: Sequence[str]

    def is_in(self, cells: Sequence[str], *, number: str = "") -> bool:
        """Whether a row of a list is of them: by address, else by number, else by name.

        Never by what is less sure where what is surer is another's: people share numbers, and names.
        `number` is the cell that is known to hold the row's number.
        """
        typed = {cell.casefold() for cell in cells}
        if typed & {email.casefold() for email in self.emails}:
            return True
        if any("@" in cell for cell in cells):
            return False
        if any(self._has_number(cell) for cell in cells):
            return True
        if len(_digits(number)) >= FEWEST_DIGITS:
            return False
        whole = typed | {f"{first} {last}".casefold() for first, last in pairwise(cells)}
        return bool(whole & {name.casefold() for name in self.names})

    def _has_number(self, cell: str) -> bool:
        digits = _digits(cell)
        numbers = (phone.removeprefix("+") for phone in self.phones)
        return len(digits) >= FEWEST_DIGITS and any(number.endswith(digits) for number in numbers)

    def reached_at(self, email: str, phone: str = "") -> Q:
        """Rows whose column `email` (in any case) is theirs, or `phone` where they have no address."""
        found = Q(pk__in=[])
        for address in self.emails:
            found |= Q(**{f"{email}__iexact": address})
        if phone and self.phones:
            found |= Q(**{f"{phone}__in": list(self.phones), email: ""})
        return found


def _digits(typed: str) -> str:
    return re.sub(r"\D", "", typed).lstrip("0")


@dataclass(frozen=True, slots=True)
class Part:
    """A table's share. `given` are columns of their own copy; `blank` what stands in a column afterwards, or
    a function of what stands there; `goes` says that its rows are removed whole. `of` finds the rows;
    `surely` those that can be shown to them, where there are others that may be somebody else's.

    Of its other columns `plain` are the ones with words or lists in them that say nothing of anybody.
    """

    model: type[Model]
    label: str | Promise
    of: Callable[[Person], Q]
    given: Sequence[str]
    blank: Mapping[str, Any]
    goes: bool = False
    plain: Sequence[str] = ()
    surely: Callable[[Person], Q] | None = None

    @property
    def table(self) -> str:
        return self.model._meta.db_table  # noqa: SLF001 - Django's own way

    @property
    def columns(self) -> list[str]:
        """The columns that are personal."""
        return list(self.blank)

    def rows(self, person: Person) -> Any:
        """Their rows, the oldest first."""
        return self.model._default_manager.filter(self.of(person)).order_by("pk")  # noqa: SLF001 - any model's own

    def given_rows(self, person: Person) -> Any:
        """The rows of their own copy, the oldest first."""
        rows = self.rows(person)
        return rows.filter(self.surely(person)) if self.surely else rows


def _pages_of(person: Person) -> list[str]:
    """The pages a finding about them leads to: of their bookings, their series and themselves."""
    series = Series.objects.filter(customer_id__in=person.customer_ids).values_list("pk", flat=True)
    return [
        *(reverse("dashboard:booking", args=[key]) for key in person.booking_ids),
        *(reverse("dashboard:series", args=[key]) for key in series),
        *(reverse("dashboard:customer", args=[key]) for key in person.customer_ids),
    ]


# The lines of a price whose rule is in staff's own words: a reason, or what a customer's hours are called.
_IN_OWN_WORDS = frozenset({"agreed", "staff", "pack"})


def _without_reasons(quote: Any) -> Any:
    return [
        {name: value for name, value in line.items() if name != "rule"}
        if line.get("code") in _IN_OWN_WORDS
        else line
        for line in quote
    ]


def _without_reason(terms: Any) -> Any:
    """The reason stands last, in `domain.pricing.terms.Terms.as_json`."""
    return {
        name: [*value[:-1], ""] if name in {"agreed", "discount"} else value for name, value in terms.items()
    }


def _lines_of(person: Person) -> Q:
    """Lines that came to them, or to a booking of theirs."""
    return Q(customer_id__in=person.customer_ids) | Q(booking_id__in=person.booking_ids)


def _named_lines(person: Person) -> Q:
    """Lines that say their name, of nobody who is here, and have no address or number of another's.

    Those of a list that is on its way in are told by its file (`services.erasing`).
    """
    address = Q(after__isnull=True) | Q(after__email__isnull=True) | Q(after__email="")
    number = Q(after__isnull=True) | Q(after__phone__isnull=True) | Q(after__phone="")
    for email in person.emails:
        address |= Q(after__email__iexact=email)
    for phone in person.phones:
        number |= Q(after__phone=phone)
    named = Q(customer_id=None, booking_id=None, name__in=person.names, customer_import__file__isnull=True)
    return named & address & number


_parts: list[Part] = []


def register(part: Part) -> None:
    """Say that a table holds something of persons."""
    _parts.append(part)


def parts() -> Sequence[Part]:
    """Every table that holds something of persons, in the order in which it is shown."""
    return tuple(_parts)


register(
    Part(
        Customer,
        _("What is kept about them"),
        lambda person: Q(pk__in=person.customer_ids),
        (
            "name", "email", "phone", "locale", "contact_by", "price_class", "tags", "wishes", "notes",
            "legacy_id", "created_at",
        ),
        {
            "name": "", "email": "", "phone": "", "locale": "", "contact_by": "", "price_class": "",
            "tags": [], "wishes": "", "notes": "", "legacy_id": "",
        },
        # Follows from the others.
        plain=("search_words",),
    )
)  # fmt: skip
register(
    Part(
        Occupancy,
        _("Bookings"),
        lambda person: Q(pk__in=person.booking_ids),
        (
            "reference", "room__name", "starts_at", "ends_at", "status", "party_size", "source", "guest_name",
            "note", "staff_note", "answers", "late_note", "came_from", "total_minor", "currency",
            "cancelled_at", "cancellation_reason",
        ),
        {
            "guest_name": "", "note": "", "staff_note": "", "answers": {}, "cancellation_reason": "",
            "late_note": "", "override_reason": "", "legacy_id": "", "came_from": {},
            "price_terms": _without_reason, "quote": _without_reasons,
        },
        plain=(
            "kind", "reference", "status", "source", "currency", "reason", "group_reference", "clashes_with",
            "idempotency_key",
        ),
    )
)  # fmt: skip
register(
    Part(
        Series,
        _("Bookings that repeat"),
        lambda person: Q(customer_id__in=person.customer_ids),
        ("rule", "first_on", "start", "minutes", "guest_name", "note", "staff_note", "answers"),
        {"guest_name": "", "note": "", "staff_note": "", "answers": {}},
        plain=("rule", "start", "left_out", "missed", "source", "reason", "idempotency_key"),
    )
)
register(
    Part(
        HourPack,
        _("Prepaid hours"),
        lambda person: Q(customer_id__in=person.customer_ids),
        (
            "name", "minutes_bought", "minutes_left", "price_minor", "venue__currency", "good_until", "note",
            "created_at",
        ),
        # What was paid, and what is left of it, stays in the books.
        {"name": "***", "note": ""},
        plain=("room_ids", "weekdays", "state", "idempotency_key"),
    )
)  # fmt: skip
register(
    Part(
        GuestMessage,
        _("Messages to the venue"),
        lambda person: Q(booking_id__in=person.booking_ids),
        ("booking__reference", "words", "created_at", "answered_at"),
        {"words": ""},
    )
)
register(
    Part(
        Rating,
        _("Ratings"),
        lambda person: Q(booking_id__in=person.booking_ids),
        ("booking__reference", "stars", "words", "created_at"),
        {"words": ""},
    )
)
register(
    Part(
        Invitee,
        _("Invitations"),
        lambda person: Q(booking_id__in=person.booking_ids) | person.reached_at("email"),
        ("name", "email", "answer", "people", "created_at", "answered_at"),
        {"name": "", "email": ""},
        plain=("answer", "link_nonce", "token_hash"),
        # Whom they asked along themselves are others.
        surely=lambda person: person.reached_at("email"),
    )
)
register(
    Part(
        WaitlistEntry,
        _("Waiting list"),
        lambda person: person.reached_at("email", "phone"),
        ("name", "email", "phone", "party_size", "first_day", "last_day", "note", "state", "joined_at"),
        {"name": "", "email": "", "phone": "", "note": ""},
        plain=("category", "state", "agreed_words", "link_nonce", "token_hash"),
    )
)
register(
    Part(
        Consent,
        _("What they agreed to"),
        lambda person: Q(customer_id__in=person.customer_ids),
        ("purpose", "is_given", "words", "source", "at"),
        # It proves what was asked and answered, and names nobody.
        {},
        plain=("purpose", "words", "source"),
    )
)
register(
    Part(
        Agreement,
        _("Terms they agreed to"),
        lambda person: Q(booking_id__in=person.booking_ids),
        ("booking__reference", "version__title", "version__number", "at", "address", "source"),
        # It proves what was agreed to with a booking, and names nobody.
        {"address": ""},
        plain=("source",),
    )
)
register(
    Part(
        Ban,
        _("Blocked from booking online"),
        lambda person: Q(customer_id__in=person.customer_ids) | person.reached_at("email", "phone"),
        ("email", "phone", "reason", "created_at", "lifted_at"),
        {"email": "", "phone": "", "reason": ""},
        goes=True,
    )
)
register(
    Part(
        Finding,
        _("What was found to look at"),
        lambda person: Q(path__in=_pages_of(person)),
        ("words",),
        {"words": "***"},
        plain=("key", "path"),
    )
)
register(
    Part(
        ImportLine,
        _("Lines of imported lists"),
        lambda person: _lines_of(person) | _named_lines(person),
        ("name", "outcome", "after"),
        {"name": "", "problems": [], "before": None, "after": None},
        plain=("outcome",),
        # A name alone may be a namesake's.
        surely=_lines_of,
    )
)
