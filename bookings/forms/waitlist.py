"""What somebody waits for, as they or the staff type it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField, LabelField
from accounts.venue_scope import present_rooms
from bookings.domain.opening import NoSuchDay
from bookings.domain.waitlist import night_minute
from bookings.forms.contact import MOST_PEOPLE, PhoneField
from bookings.forms.details import LONGEST_NAME
from bookings.models import WaitlistEntry
from bookings.phones import country_of_zone
from bookings.selectors.setup import Setup
from bookings.services.customers import Contact
from bookings.services.waitlist import Wanted
from bookings.waitlist_words import night_clock
from boom.core import text

DAY = timedelta(days=1)
LONGEST_NOTE = 300
# Finer than that nobody thinks about when they would come.
COARSEST, FINEST = 60, 30
ANY = "any"


class WishForm(forms.Form):
    """Nights, a window of starts, a length, a party, any room or some; cleans to a `Wanted`."""

    first_day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(
        label=_("Last day, if several"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    earliest = forms.ChoiceField(label=_("Start from"))
    latest = forms.ChoiceField(label=_("Start until"))
    minutes = forms.ChoiceField(label=_("How long"))
    people = forms.IntegerField(label=_("People"), min_value=1, max_value=MOST_PEOPLE)
    where = forms.ChoiceField(label=_("Room"))
    note = forms.CharField(label=_("Anything the venue should know"), max_length=LONGEST_NOTE, required=False)

    def __init__(self, *args: Any, setup: Setup, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.setup = setup
        last = today + max((policy.horizon_days for policy in setup.policies.values()), default=0) * DAY
        for name in ("first_day", "last_day"):
            self.fields[name].widget.attrs |= {"min": today.isoformat(), "max": last.isoformat()}
            self.fields[name].error_messages["invalid"] = gettext("Enter a date such as 2026-11-21.")
        times = [(str(minute), self._clock(minute)) for minute in starts_of_nights(setup, today)]
        _choices(self, "earliest", [(ANY, gettext("Any time")), *times])
        _choices(self, "latest", [(ANY, gettext("Any time")), *times])
        lengths = {
            length // timedelta(minutes=1)
            for room in setup.rooms
            if room.is_for_customers
            for length in setup.policies[room.pk].durations
        }
        _choices(self, "minutes", [(str(each), text.duration(each)) for each in sorted(lengths)])
        _choices(self, "where", _where(setup))

    def _clock(self, minute: int) -> str:
        shown = night_clock(minute, self.setup.venue)
        return gettext("%(time)s after midnight") % {"time": shown} if minute >= 24 * 60 else shown

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", gettext("This is before the first day."))
        earliest, latest = (_minute(cleaned.get(name, ANY)) for name in ("earliest", "latest"))
        if earliest is not None and latest is not None and latest < earliest:
            self.add_error("latest", gettext("This is before the earliest start."))
        return cleaned

    def wanted(self) -> Wanted:
        """The wish, once the form is valid."""
        data = self.cleaned_data
        kind, _colon, which = data["where"].partition(":")
        return Wanted(
            first_day=data["first_day"],
            last_day=data["last_day"] or data["first_day"],
            minutes=int(data["minutes"]),
            party_size=data["people"],
            earliest=_minute(data["earliest"]),
            latest=_minute(data["latest"]),
            room_id=int(which) if kind == "room" else None,
            category=which if kind == "kind" else "",
        )

    @staticmethod
    def initial_of(entry: WaitlistEntry) -> dict[str, Any]:
        """The values that show an entry as it is."""
        where = f"room:{entry.room_id}" if entry.room_id else ANY
        if entry.category:
            where = f"kind:{entry.category}"
        return {
            "first_day": entry.first_day,
            "last_day": entry.last_day if entry.last_day != entry.first_day else None,
            "earliest": ANY if entry.earliest is None else str(entry.earliest),
            "latest": ANY if entry.latest is None else str(entry.latest),
            "minutes": str(entry.minutes),
            "people": entry.party_size,
            "where": where,
            "note": entry.note,
        }


class JoinForm(WishForm):
    """A customer's wish, with how to reach them: the offer comes by e-mail."""

    name = LabelField(
        label=_("Full name"),
        max_length=LONGEST_NAME,
        required_words=gettext("Enter your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = AddressField(
        label=_("Email"),
        help_text=_("We write to you here when something is free."),
        error_messages={
            "required": _("Enter your email"),
            "invalid": _("Enter an email like name@example.com"),
            "max_length": _("Enter a shorter email"),
        },
    )
    phone = PhoneField(label=_("Mobile"), required=False)

    def __init__(self, *args: Any, setup: Setup, today: date, **options: Any) -> None:
        super().__init__(*args, setup=setup, today=today, **options)
        _read_phones_as_here(self, setup)

    def contact(self) -> Contact:
        """The person, once the form is valid."""
        data = self.cleaned_data
        return Contact(name=data["name"], email=data["email"], phone=data["phone"])


class WriteDownForm(WishForm):
    """Somebody on the phone or at the door, as staff write them down."""

    name = LabelField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        required_words="",
        error_messages={"required": _("Type a name.")},
    )
    phone = PhoneField(label=_("Phone"), required=False)
    email = AddressField(label=_("E-mail"), required=False)

    def __init__(self, *args: Any, setup: Setup, today: date, **options: Any) -> None:
        super().__init__(*args, setup=setup, today=today, **options)
        _read_phones_as_here(self, setup)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not {"phone", "email"} & self.errors.keys() and not (cleaned.get("phone") or cleaned.get("email")):
            self.add_error("phone", gettext("Type a phone number or an e-mail address, to reach them."))
        return cleaned

    def contact(self) -> Contact:
        """The person, once the form is valid."""
        data = self.cleaned_data
        return Contact(name=data["name"], email=data["email"], phone=data["phone"])


class WaitlistRulesForm(forms.Form):
    """Whether customers may join, and how long an offer stands."""

    waitlist_is_open = forms.BooleanField(label=_("Guests may join on your booking page"), required=False)
    waitlist_offer_for = forms.IntegerField(
        label=_("Minutes to answer an offer"),
        min_value=5,
        max_value=1440,
        help_text=_("Less when the start is near: then half of the time that is left."),
    )


def starts_of_nights(setup: Setup, today: date) -> list[int]:
    """Every start somebody may name: minutes of the night, over the opening hours of the coming week."""
    step = min(COARSEST, max(FINEST, setup.venue.slot_step))
    found: set[int] = set()
    for offset in range(7):
        day = today + offset * DAY
        try:
            night = setup.night(day)
        except NoSuchDay:
            continue
        for stretch in night.stretches:
            first = night_minute(stretch.start, day, setup.hours.zone)
            last = night_minute(stretch.end, day, setup.hours.zone)
            found |= set(range(first - first % step, last, step))
    return sorted(found)


def _minute(typed: str) -> int | None:
    """A start that was chosen; None for any."""
    return None if typed == ANY else int(typed)


def _where(setup: Setup) -> list[tuple[str, str]]:
    rooms = [room for room in setup.rooms if room.is_for_customers]
    of_rooms = [(f"room:{room.pk}", room.name) for room in rooms]
    if present_rooms() is not None:
        # Any room would be others' as well: somebody limited to single rooms writes down a wish for one.
        return of_rooms
    kinds = list(dict.fromkeys(room.category for room in rooms if room.category))
    choices = [(ANY, gettext("Any room that fits"))]
    if len(kinds) > 1:
        choices += [(f"kind:{kind}", gettext("Any of %(kind)s") % {"kind": kind}) for kind in kinds]
    return choices + of_rooms


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _read_phones_as_here(form: forms.Form, setup: Setup) -> None:
    phone = form.fields["phone"]
    assert isinstance(phone, PhoneField)
    phone.country = setup.venue.country or country_of_zone(setup.venue.time_zone)
