"""Forms of the set-up pages: rooms, hours, special days, rules, the venue itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from itertools import pairwise
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.domain.door_codes import FEWEST_DIGITS, MOST_DIGITS
from bookings.forms.own_fields import PREFIX, own_answers, own_fields, shape
from bookings.models import FieldSubject, Room, RoomCategory, RoomFeature, RoomState, Venue
from bookings.models.venues import POLICY_COLUMNS, ClockFormat, WeekStart
from bookings.services.room_words import MOST_COUNTED
from boom.core.money import Money, NotAnAmount

WEEKDAYS = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
# How many stretches of a day the week's form shows; enough for lunch, afternoon and night.
STRETCHES = 3
MOST_ROOMS_AT_ONCE = 20
# What the fields are called that say how many of a thing a room has, before the feature's id.
COUNT = "count_"
HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class PriceField(forms.CharField):
    """An amount in a currency, typed as people do ("25", "25.50"); cleans to whole minor units."""

    def __init__(self, *, currency: str, **options: Any) -> None:
        self.currency = currency
        super().__init__(max_length=20, **options)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = Money.parse(text.replace(",", "."), self.currency)
        except NotAnAmount as error:
            raise forms.ValidationError(_("Enter an amount such as 25 or 25.50.")) from error
        if amount.minor < 0:
            raise forms.ValidationError(_("A price cannot be below zero."))
        if amount.minor > 10**12:
            raise forms.ValidationError(_("That is more than anybody would pay."))
        return amount.minor

    def prepare_value(self, value: Any) -> Any:
        return str(Money(value, self.currency).major) if isinstance(value, int) else value


class ColourField(forms.CharField):
    """A colour as #rrggbb, picked or typed; empty where it may be."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=7, widget=forms.TextInput(attrs={"type": "color"}), **options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and not HEX_COLOUR.fullmatch(text):
            raise forms.ValidationError(_("Enter a colour such as #5b1a4a."))
        return str(text)


def minutes(label: Any, *, lowest: int = 0, highest: int = 1440, **options: Any) -> forms.IntegerField:
    """A whole number of minutes within bounds."""
    return forms.IntegerField(label=label, min_value=lowest, max_value=highest, **options)


def code_digits(label: Any, *, none: Any, venues: Any = "", help_text: Any = "") -> forms.TypedChoiceField:
    """How long a code for the door is; with `venues` a room's, which may leave it to its venue."""
    lengths = [
        (digits, _("Of %(digits)s digits") % {"digits": digits})
        for digits in range(FEWEST_DIGITS, MOST_DIGITS + 1)
    ]
    return forms.TypedChoiceField(
        label=label,
        choices=[*([("", venues)] if venues else []), (0, none), *lengths],
        coerce=int,
        empty_value=None,
        required=not venues,
        help_text=help_text,
    )


def policy_fields(*, optional: bool) -> dict[str, forms.IntegerField]:
    """The fields of the booking rules; for a room each may be left empty."""
    need = {"required": not optional}
    return {
        "slot_step": minutes(_("Minutes between starts"), lowest=5, highest=240, **need),
        "min_duration": minutes(_("Shortest booking, minutes"), lowest=5, **need),
        "max_duration": minutes(_("Longest booking, minutes"), lowest=5, **need),
        "duration_step": minutes(_("Lengths go up by, minutes"), lowest=5, highest=480, **need),
        "lead_time": minutes(_("Least notice, minutes"), highest=60 * 24 * 60, **need),
        "horizon_days": forms.IntegerField(
            label=_("Days ahead people may book"), min_value=0, max_value=730, required=not optional
        ),
        "buffer_before": minutes(_("Kept free before, minutes"), highest=720, **need),
        "buffer_after": minutes(_("Kept free after, minutes"), highest=720, **need),
        "cancel_until": minutes(_("Change or cancel until, minutes before"), highest=60 * 24 * 90, **need),
    }


class RoomForm(forms.Form):
    """One room. Rules left empty are the venue's."""

    name = forms.CharField(label=_("Name"), max_length=120)
    category = forms.CharField(
        label=_("Kind of room"),
        max_length=60,
        required=False,
        help_text=_("Rooms of a kind stand together. A new one joins your list."),
        widget=forms.TextInput(attrs={"list": "room-categories"}),
    )
    capacity_min = forms.IntegerField(label=_("People, at least"), min_value=1, max_value=1000, initial=1)
    capacity_max = forms.IntegerField(label=_("People, at most"), min_value=1, max_value=1000, initial=6)
    state = forms.ChoiceField(
        label=_("Can be booked"),
        choices=[
            (RoomState.ACTIVE.value, _("By customers and staff")),
            (RoomState.HIDDEN.value, _("By staff only")),
            (RoomState.DRAFT.value, _("Not yet")),
            (RoomState.ARCHIVED.value, _("No more (kept in the history)")),
        ],
        initial=RoomState.ACTIVE.value,
    )
    needs_approval = forms.BooleanField(
        label=_("Customers ask first"),
        required=False,
        help_text=_("What they choose keeps the room and waits for your yes."),
    )
    door_code_digits = code_digits(_("A code for its door"), none=_("None"), venues=_("As the venue has it"))
    description = forms.CharField(
        label=_("Description"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    features = forms.MultipleChoiceField(
        label=_("What it has"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more_features = forms.CharField(
        label=_("What else it has"),
        max_length=600,
        required=False,
        help_text=_("With commas between: Stage, Step-free. It joins your list."),
    )
    colour = ColourField(label=_("Colour on the calendar"), required=False)

    def __init__(
        self, *args: Any, venue: Venue, answers: Mapping[str, object] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.venue = venue
        # A colour picker cannot be left empty: what it would send is what it shows.
        self.initial.setdefault("colour", venue.brand_colour)
        self.fields["price"] = PriceField(
            currency=venue.currency, label=_("Price per hour (%(currency)s)") % {"currency": venue.currency}
        )
        for column, field in policy_fields(optional=True).items():
            field.widget.attrs["placeholder"] = str(getattr(venue, column))
            self.fields[column] = field
        self.listed = list(RoomFeature.objects.filter(venue=venue).in_order())
        self.fields["features"].choices = [  # type: ignore[attr-defined]
            (feature.name, feature.name) for feature in self.listed
        ]
        for feature in self.listed:
            if feature.is_counted:
                label = _("How many: %(feature)s") % {"feature": feature.name}
                self.fields[f"{COUNT}{feature.pk}"] = forms.IntegerField(
                    label=label, min_value=1, max_value=MOST_COUNTED, required=False
                )
        shape(self, venue, FieldSubject.ROOM, for_staff=True, answers=answers)

    @property
    def categories(self) -> list[str]:
        """The venue's kinds of rooms, to choose from while typing."""
        return list(RoomCategory.objects.filter(venue=self.venue).in_order().values_list("name", flat=True))

    @property
    def counts(self) -> list[Any]:
        """How many of each thing that is counted, for the page."""
        return [self[name] for name in self.fields if name.startswith(COUNT)]

    @property
    def own(self) -> list[Any]:
        """The venue's own questions about rooms, for the page."""
        return own_fields(self)

    @classmethod
    def of(cls, room: Room) -> RoomForm:
        """A form that shows a room as it is."""
        names = (*cls.base_fields, *POLICY_COLUMNS)
        initial: dict[str, Any] = {name: getattr(room, name) for name in names if name != "more_features"}
        for feature in RoomFeature.objects.filter(venue=room.venue, is_counted=True):
            initial[f"{COUNT}{feature.pk}"] = room.feature_counts.get(feature.name)
        initial["price"] = room.price_per_hour_minor
        initial["colour"] = room.colour or room.venue.brand_colour
        return cls(venue=room.venue, initial=initial, answers=room.answers)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        lowest, highest = cleaned.get("capacity_min"), cleaned.get("capacity_max")
        if lowest and highest and lowest > highest:
            self.add_error("capacity_max", _("This is below the least number of people."))
        return cleaned

    def columns(self) -> dict[str, Any]:
        """What the services want: a room's columns."""
        answers = own_answers(self)
        values = {name: value for name, value in self.cleaned_data.items() if not name.startswith(PREFIX)}
        if answers:
            values["answers"] = answers
        values["price_per_hour_minor"] = values.pop("price")
        typed = [part.strip() for part in values.pop("more_features").split(",") if part.strip()]
        chosen, counts = list(values["features"]), dict[str, int]()
        for feature in self.listed:
            count = values.pop(f"{COUNT}{feature.pk}", None)
            if count:
                counts[feature.name] = count
                # Whoever says how many has said that there are some.
                chosen += [feature.name] if feature.name not in chosen else []
        values["features"] = [*chosen, *typed]
        values["feature_counts"] = counts
        return values

    def policy_rows(self) -> list[Any]:
        """The fields of the room's own rules, for the page."""
        return [self[column] for column in POLICY_COLUMNS]


class QuickRoomsForm(forms.Form):
    """Several rooms at once: a name a line, alike otherwise."""

    names = forms.CharField(
        label=_("Names"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line. Everything else can be changed later."),
    )
    capacity_max = forms.IntegerField(label=_("People, at most"), min_value=1, max_value=1000, initial=6)

    def __init__(self, *args: Any, venue: Venue, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["price"] = PriceField(
            currency=venue.currency, label=_("Price per hour (%(currency)s)") % {"currency": venue.currency}
        )

    def clean_names(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if len(names) > MOST_ROOMS_AT_ONCE:
            raise forms.ValidationError(
                _("Add at most %(most)d at once."), params={"most": MOST_ROOMS_AT_ONCE}
            )
        if any(len(name) > 120 for name in names):
            raise forms.ValidationError(_("Keep each name under 120 characters."))
        return names


class RulesForm(forms.Form):
    """The venue's booking rules."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.update(policy_fields(optional=False))
        self.fields["hold_for"] = minutes(_("Keep a choice during checkout, minutes"), lowest=1, highest=60)

    @classmethod
    def of(cls, venue: Venue) -> RulesForm:
        """A form that shows a venue's rules as they are."""
        return cls(initial={name: getattr(venue, name) for name in (*POLICY_COLUMNS, "hold_for")})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        shortest, longest = cleaned.get("min_duration"), cleaned.get("max_duration")
        if shortest and longest and shortest > longest:
            self.add_error("max_duration", _("This is below the shortest booking."))
        return cleaned


class VenueForm(forms.Form):
    """What customers see of a venue."""

    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(
        label=_("In two lines, what is it like?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    email = forms.EmailField(label=_("E-mail for customers"), required=False)
    phone = forms.CharField(label=_("Phone for customers"), max_length=32, required=False)
    country = forms.RegexField(
        label=_("Country code"),
        regex=r"^[A-Za-z]{2}$",
        max_length=2,
        required=False,
        help_text=_("Two letters, such as GB. Phone numbers without a country code are read by it."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(name, name.replace("_", " ")) for name in sorted(available_timezones())],
        help_text=_("Shows the same bookings by another clock; it never moves them."),
    )
    clock_format = forms.ChoiceField(label=_("Times look like"), choices=ClockFormat.choices)
    locale = forms.ChoiceField(
        label=_("Dates look like"),
        choices=[("en-GB", "Sat 21 Nov"), ("en-US", "Sat, Nov 21"), ("en-CA", "Sat 2026-11-21")],
        help_text=_("Each of your team may choose otherwise for themselves, under Your account."),
    )
    week_starts = forms.TypedChoiceField(label=_("Weeks begin on"), choices=WeekStart.choices, coerce=int)
    brand_colour = ColourField(label=_("Your colour"))
    is_published = forms.BooleanField(label=_("Customers can book online"), required=False)

    @classmethod
    def of(cls, venue: Venue) -> VenueForm:
        """A form that shows a venue as it is."""
        initial = {name: getattr(venue, name) for name in cls.base_fields}
        # Any other language writes dates as the first choice does.
        if venue.locale not in {"en-US", "en-CA"}:
            initial["locale"] = "en-GB"
        return cls(initial=initial)

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()


class WeekForm(forms.Form):
    """The weekly hours: for each weekday up to three stretches; a stretch that ends earlier than it begins
    ends on the next day.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for weekday, name in enumerate(WEEKDAYS):
            for number in range(STRETCHES):
                for edge, word in (("opens", _("opens")), ("closes", _("closes"))):
                    self.fields[f"{edge}-{weekday}-{number}"] = forms.TimeField(
                        label=f"{name} {word}",
                        required=False,
                        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
                    )

    @classmethod
    def of(cls, rows: list[tuple[int, time, time]]) -> WeekForm:
        """A form that shows these hours: (weekday, opens, closes)."""
        initial: dict[str, time] = {}
        for weekday in range(7):
            of_day = sorted((opens, closes) for day, opens, closes in rows if day == weekday)
            for number, (opens, closes) in enumerate(of_day[:STRETCHES]):
                initial[f"opens-{weekday}-{number}"] = opens
                initial[f"closes-{weekday}-{number}"] = closes
        return cls(initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for weekday in range(7):
            for number in range(STRETCHES):
                opens, closes = (cleaned.get(f"{edge}-{weekday}-{number}") for edge in ("opens", "closes"))
                if (opens is None) != (closes is None):
                    missing = "opens" if opens is None else "closes"
                    if f"{missing}-{weekday}-{number}" not in self.errors:
                        self.add_error(f"{missing}-{weekday}-{number}", _("Enter both times, or neither."))
            self._refuse_overlaps(weekday, cleaned)
        return cleaned

    def rows(self) -> list[tuple[int, time, time]]:
        """The hours as the services want them."""
        return [
            (
                weekday,
                self.cleaned_data[f"opens-{weekday}-{number}"],
                self.cleaned_data[f"closes-{weekday}-{number}"],
            )
            for weekday in range(7)
            for number in range(STRETCHES)
            if self.cleaned_data[f"opens-{weekday}-{number}"] is not None
        ]

    def days(self) -> Iterator[dict[str, Any]]:
        """The page's rows: a weekday's name with its pairs of fields."""
        for weekday, name in enumerate(WEEKDAYS):
            pairs = [
                {"opens": self[f"opens-{weekday}-{number}"], "closes": self[f"closes-{weekday}-{number}"]}
                for number in range(STRETCHES)
            ]
            yield {
                "name": name,
                "number": str(weekday),
                "first": pairs[0],
                "others": pairs[1:],
                "has_more": any(
                    pair[edge].value() or pair[edge].errors for pair in pairs[1:] for edge in pair
                ),
            }

    def _refuse_overlaps(self, weekday: int, cleaned: dict[str, Any]) -> None:
        stretches = sorted(
            (opens, closes, number)
            for number in range(STRETCHES)
            if (opens := cleaned.get(f"opens-{weekday}-{number}")) is not None
            and (closes := cleaned.get(f"closes-{weekday}-{number}")) is not None
        )
        for (opens, closes, _number), (following, _closes, number) in pairwise(stretches):
            if opens == following or closes <= opens or closes > following:
                self.add_error(f"opens-{weekday}-{number}", _("This overlaps the stretch before."))


class SpecialDayForm(forms.Form):
    """Dates with other hours than the week's, or none, for a whole venue or one of its rooms."""

    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty for a single day."),
    )
    reason = forms.CharField(
        label=_("What customers read"),
        max_length=200,
        required=False,
        help_text=_("Such as: Closed for Christmas"),
    )
    opens = forms.TimeField(
        label=_("Opens"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    closes = forms.TimeField(
        label=_("Closes"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("Leave both empty to close. Before the opening: on the next day."),
    )

    def __init__(self, *args: Any, venue: Venue, **options: Any) -> None:
        super().__init__(*args, **options)
        rooms = Room.objects.filter(venue=venue).exclude(state=RoomState.ARCHIVED).in_order()
        self.fields["room"] = forms.TypedChoiceField(
            label=_("For"),
            choices=[("", _("The whole venue")), *rooms.values_list("id", "name")],
            coerce=int,
            empty_value=None,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day comes before the first."))
        if starts and not date(2000, 1, 1) <= starts <= date(2100, 1, 1):
            self.add_error("starts_on", _("Choose a day of this century."))
        if ends and ends > date(2100, 1, 1):
            self.add_error("ends_on", _("Choose a day of this century."))
        if (cleaned.get("opens") is None) != (cleaned.get("closes") is None):
            self.add_error("closes", _("Enter both times, or neither."))
        return cleaned

    def columns(self) -> dict[str, Any]:
        """What the service wants."""
        values = self.cleaned_data
        hours = [(values["opens"], values["closes"])] if values["opens"] is not None else []
        return {
            "starts_on": values["starts_on"],
            "ends_on": values["ends_on"] or values["starts_on"],
            "reason": values["reason"],
            "hours": hours,
            "room_id": values["room"],
        }
