"""What the forms of price rules share: their fields, and where, when and for whom a rule holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.forms.setup_fields import WEEKDAYS, PriceField
from bookings.models import CustomerClass, Room, Venue
from bookings.models.scopes import HolidayRule, SizeKind
from boom.core.money import Money, NotAnAmount
from boom.forms import PlainForm

MOST_PEOPLE = 500
MOST_NOTICE_HOURS = 24 * 730
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,3}))?")


class PercentField(forms.CharField):
    """A percentage as people type it ("12.5"); cleans to thousandths."""

    def __init__(self, *, highest: int = 100, **options: Any) -> None:
        self.highest = highest
        super().__init__(max_length=8, **options)

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value).rstrip("% ").strip()
        if not typed:
            return None
        found = _PERCENT.fullmatch(typed)
        if found is None:
            raise forms.ValidationError(gettext("Enter a percentage such as 20 or 12.5."))
        thousandths = int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))
        if thousandths > self.highest * 1000:
            raise forms.ValidationError(gettext("Enter at most %(most)s percent.") % {"most": self.highest})
        return thousandths

    def prepare_value(self, value: Any) -> Any:
        return f"{value / 1000:g}" if isinstance(value, int) else value


class HowMuchField(forms.CharField):
    """A percentage or an amount; which of them `kind` says, and the form cleans it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)


def count(label: Any, *, highest: int, lowest: int = 0, **options: Any) -> forms.IntegerField:
    """A whole number within bounds."""
    return forms.IntegerField(label=label, min_value=lowest, max_value=highest, **options)


def date_field(label: Any, **options: Any) -> forms.DateField:
    """A date, picked or typed; empty where it may be."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, **options)


def time_field(label: Any, **options: Any) -> forms.TimeField:
    """A time of day; empty where it may be."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget, **options)


def choice(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    """One of a model's choices."""
    return forms.ChoiceField(label=label, choices=choices.choices, **options)


class RuleForm(PlainForm):
    """What every form of a rule of prices has in common. `row` is the rule that is changed, if there is."""

    model: ClassVar[type[Model]]
    # In the order they are shown; names of fields that a form makes in `__init__` too.
    main: ClassVar[Sequence[str]] = ("name",)
    scope: ClassVar[Sequence[str]] = ()
    amounts: ClassVar[dict[str, Any]] = {}
    PARTY: ClassVar[Sequence[str]] = ("party_min", "party_max", "customer_class_id")
    WHEN: ClassVar[Sequence[str]] = ("weekdays", "starts_on", "ends_on", "holidays")
    WHERE: ClassVar[Sequence[str]] = ("room_ids", "categories")

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Guests read it on their quote."))

    def __init__(self, data: Any = None, *, venue: Venue, row: Any = None, **options: Any) -> None:
        self.venue, self.row = venue, row
        super().__init__(data, **options)
        for column, label in self.amounts.items():
            self.fields[column] = PriceField(
                currency=venue.currency, label=f"{label} ({venue.currency})", required=False
            )
        if self.scope:
            self._add_scope()
        if row is not None:
            for column in self.fields:
                if hasattr(row, column):
                    self.fields[column].initial = getattr(row, column)
            self._show_size(row)

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """What the rule is."""
        return [self[name] for name in self.main if name in self.fields]

    @property
    def scope_fields(self) -> list[forms.BoundField]:
        """Where, when and for whom it holds."""
        return [self[name] for name in self.scope if name in self.fields]

    @property
    def scope_is_open(self) -> bool:
        """Whether anything there is said or wrong."""
        return any(field.errors or field.value() not in (None, "", [], "also") for field in self.scope_fields)

    def columns(self) -> dict[str, Any]:
        """What the services want. Only of a valid form."""
        values = {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}
        for name in self.amounts:
            values[name] = values[name] or 0
        if "kind" in values:
            values["value"] = values.pop("size")
        if "weekdays" in values:
            values["weekdays"] = [int(day) for day in values["weekdays"]]
            values["room_ids"] = [int(key) for key in values["room_ids"]]
        if "customer_class_id" in values:
            values["customer_class_id"] = int(values["customer_class_id"] or 0) or None
        return values

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        in_order(self, "starts_on", "ends_on", gettext("This comes before the first day."))
        in_order(self, "party_min", "party_max", gettext("This is below the smallest party."))
        if "kind" in self.fields:
            self._clean_size(cleaned)
        return cleaned

    def _add_scope(self) -> None:
        rooms = list(Room.objects.filter(venue=self.venue).on_board().in_order())
        categories = dict.fromkeys(room.category for room in rooms if room.category)
        wanted: dict[str, forms.Field] = {
            "room_ids": ticks(_("Rooms"), [(str(room.pk), room.name) for room in rooms]),
            "categories": ticks(_("Groups of rooms"), [(each, each) for each in categories]),
            "weekdays": ticks(_("Nights"), [(str(day), name) for day, name in enumerate(WEEKDAYS)]),
            "starts_on": date_field(_("From the night of")),
            "ends_on": date_field(_("Until the night of")),
            "holidays": choice(_("Holidays"), HolidayRule, initial=HolidayRule.ALSO),
            "party_min": count(_("Party of at least"), lowest=1, highest=MOST_PEOPLE, required=False),
            "party_max": count(_("Party of at most"), lowest=1, highest=MOST_PEOPLE, required=False),
        }
        classes = CustomerClass.objects.filter(venue=self.venue, state="active").order_by("order", "id")
        found = [(str(row.pk), row.name) for row in classes]
        if found:
            wanted["customer_class_id"] = forms.ChoiceField(
                label=_("For"), choices=[("", gettext("Everybody")), *found], required=False
            )
        if not categories:
            del wanted["categories"]
        for name in self.scope:
            if name in wanted:
                self.fields[name] = wanted[name]

    def _show_size(self, row: Any) -> None:
        if "kind" not in self.fields:
            return
        shown = (
            f"{row.value / 1000:g}"
            if row.kind == SizeKind.PERCENT
            else str(Money(row.value, self.venue.currency).major)
        )
        self.fields["size"].initial = shown

    def _clean_size(self, cleaned: dict[str, Any]) -> None:
        typed, kind = cleaned.get("size", ""), cleaned.get("kind")
        if not typed or not kind:
            return
        try:
            if kind == SizeKind.PERCENT:
                highest = 1000 if cleaned.get("is_surcharge") == "more" else 100
                cleaned["size"] = PercentField(highest=highest).clean(typed)
            else:
                amount = Money.parse(typed.replace(",", "."), self.venue.currency)
                if not 0 <= amount.minor <= 10**12:
                    raise forms.ValidationError(gettext("Enter an amount such as 25 or 25.50."))
                cleaned["size"] = amount.minor
        except NotAnAmount:
            self.add_error("size", gettext("Enter an amount such as 25 or 25.50."))
        except forms.ValidationError as error:
            self.add_error("size", error)


def ticks(label: Any, choices: Iterable[tuple[str, Any]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(choices), required=False, widget=forms.CheckboxSelectMultiple
    )


def in_order(form: forms.Form, first: str, last: str, sentence: str) -> None:
    one, other = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if one is not None and other is not None and other < one:
        form.add_error(last, sentence)


def kind_field() -> forms.ChoiceField:
    """Percent, amount, or amount per person."""
    return choice(_("How much"), SizeKind, initial=SizeKind.PERCENT)
