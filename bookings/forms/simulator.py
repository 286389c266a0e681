"""Asking what something would cost: the simulator, and which week of a price list is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.domain.interval import Interval
from bookings.domain.opening import NoSuchDay
from bookings.domain.pricing import Quote, quote
from bookings.domain.pricing.terms import Terms
from bookings.forms.price_fields import MOST_PEOPLE
from bookings.models import PriceList, PromoCode
from bookings.selectors.price_preview import rules_with
from bookings.selectors.prices import code_called
from bookings.selectors.quoting import wanted_of
from bookings.selectors.setup import Setup
from boom.core.time import SkippedTime, local_to_utc
from boom.forms import PlainForm

MOST_HOURS = 24


def _rooms(setup: Setup) -> list[tuple[str, str]]:
    return [(str(room.pk), room.name) for room in setup.rooms]


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


@dataclass(frozen=True)
class Shown:
    """Which prices of a list are shown."""

    room_id: int
    heads: int
    first: date


class PreviewForm(PlainForm):
    """A room, a party and the first night of a week; anything unreadable is the usual."""

    room = forms.ChoiceField(label=_("Room"), required=False)
    heads = forms.IntegerField(
        label=_("People"), min_value=1, max_value=MOST_PEOPLE, required=False, initial=2
    )
    first = _day(label=_("Week from"), required=False)

    def __init__(self, data: Any = None, *, setup: Setup, first: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.setup, self.usual = setup, first
        self.fields["room"].choices = _rooms(setup)  # type: ignore[attr-defined]
        self.fields["first"].initial = first

    def wish(self) -> Shown | None:
        """What to show; None for a venue without rooms."""
        if not self.setup.rooms:
            return None
        self.is_valid()
        typed = getattr(self, "cleaned_data", {})
        first = typed.get("first") or self.usual
        try:
            for number in range(7):
                self.setup.night(first + timedelta(days=number))
        except (NoSuchDay, OverflowError):
            first = self.usual
        return Shown(int(typed.get("room") or self.setup.rooms[0].pk), typed.get("heads") or 2, first)


class SimulatorForm(PlainForm):
    """A booking that nobody makes: room, night, time, party, what goes with it, and when it is booked."""

    room = forms.ChoiceField(label=_("Room"))
    day = _day(label=_("Night of"))
    start = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial="20:00"
    )
    hours = forms.DecimalField(
        label=_("Hours"), min_value=0.25, max_value=MOST_HOURS, decimal_places=2, initial=2
    )
    heads = forms.IntegerField(label=_("People"), min_value=1, max_value=MOST_PEOPLE, initial=2)
    booked_on = _day(label=_("Booked on"), required=False, help_text=_("Leave it empty for now."))
    package = forms.ChoiceField(label=_("Package"), required=False)
    customer_class = forms.ChoiceField(label=_("Kind of customer"), required=False)
    promo = forms.CharField(label=_("Promo code"), max_length=40, required=False)
    prices = forms.ChoiceField(label=_("By"), required=False)

    def __init__(self, data: Any = None, *, setup: Setup, now: datetime, **options: Any) -> None:
        super().__init__(data, **options)
        self.setup, self.now = setup, now
        rules, venue = setup.price_rules, setup.venue
        lists = PriceList.objects.filter(venue=venue).exclude(state="archived").order_by("order", "id")
        self.lists = {str(row.pk): row for row in lists}
        choices: dict[str, list[tuple[str, Any]]] = {
            "room": _rooms(setup),
            "package": [("", gettext("None")), *((str(each.id), each.name) for each in rules.packages)],
            "customer_class": [
                ("", gettext("Anybody")),
                *((str(key), name) for key, name in rules.customer_classes),
            ],
            "prices": [
                ("", gettext("the prices in force")),
                *((key, row.name) for key, row in self.lists.items()),
            ],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
            if len(found) == 1 and not self.fields[name].required:
                del self.fields[name]
        self.fields["day"].initial = setup.hours.business_day(now)
        for add_on in rules.add_ons:
            self.fields[f"add_on_{add_on.id}"] = forms.IntegerField(
                label=add_on.name, min_value=0, max_value=add_on.most, required=False
            )

    @property
    def room_id(self) -> int:
        """The room asked about. Only of a valid form."""
        return int(self.cleaned_data["room"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, start, hours = (cleaned.get(name) for name in ("day", "start", "hours"))
        if day and start and hours:
            cleaned["span"] = self._span(day, start, timedelta(minutes=int(hours * 60)))
        promo = code_called(self.setup.venue.pk, cleaned.get("promo", ""))
        if cleaned.get("promo") and not isinstance(promo, PromoCode):
            self.add_error("promo", gettext("There is no such code."))
        cleaned["promo_id"] = promo.pk if isinstance(promo, PromoCode) else None
        return cleaned

    def _span(self, day: date, start: Any, length: timedelta) -> Interval | None:
        """A stretch of a business night: an early hour is of the morning after."""
        try:
            night = self.setup.night(day)
            wall = datetime.combine(day, start)
            at = local_to_utc(wall, self.setup.hours.zone, ambiguous="first", skipped="later")
            if at < night.span.start:
                wall += timedelta(days=1)
                at = local_to_utc(wall, self.setup.hours.zone, ambiguous="first", skipped="later")
        except (NoSuchDay, OverflowError, SkippedTime):
            self.add_error("day", gettext("There is no such night."))
            return None
        return Interval.lasting(at, length)

    def quote(self) -> Quote:
        """What it would cost. Only of a valid form."""
        cleaned = self.cleaned_data
        counts = ((each.id, cleaned.get(f"add_on_{each.id}") or 0) for each in self.setup.price_rules.add_ons)
        terms = Terms(
            package_id=int(cleaned.get("package") or 0) or None,
            customer_class=int(cleaned.get("customer_class") or 0) or None,
            add_ons=tuple((key, count) for key, count in counts if count),
            promo_id=cleaned["promo_id"],
        )
        wanted = wanted_of(self.setup, self.room_id, cleaned["span"], cleaned["heads"], terms, online=True)
        chosen = self.lists.get(cleaned.get("prices", ""))
        rules = rules_with(self.setup, chosen) if chosen else self.setup.price_rules
        return quote(rules, wanted, self._booked_at())

    def _booked_at(self) -> datetime:
        day = self.cleaned_data.get("booked_on")
        if day is None:
            return self.now
        try:
            return self.setup.night(day).span.start
        except NoSuchDay:
            return self.now
