"""A price rule's columns as programs send and read them, and the page's form that holds them to its rules.

Money is in the smallest coin, a percentage in thousandths, a length in minutes; forms take what people type.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from bookings.forms import prices as forms
from bookings.forms.price_fields import RuleForm
from bookings.models import Venue
from boom.core.errors import Invalid
from boom.core.money import Money
from boom.rest.values import cleaned_form

# By the name in addresses; rates have addresses of their own.
FORMS: Mapping[str, type[RuleForm]] = {
    "changes": forms.AdjustmentForm,
    "add-ons": forms.AddOnForm,
    "packages": forms.PackageForm,
    "codes": forms.PromoForm,
    "fees": forms.FeeForm,
    "taxes": forms.TaxForm,
    "deposits": forms.DepositForm,
    "customers": forms.CustomerClassForm,
}
# A form's input: the column it is of, and how many of the one are in the other.
LENGTHS = {
    "minimum_hours": ("minimum_minutes", 60),
    "notice_min_hours": ("notice_min", 60),
    "notice_max_hours": ("notice_max", 60),
    "lasts_hours": ("minutes", 60),
    "rate": ("rate", 1000),
}
FRACTIONS = frozenset({"lasts_hours", "rate"})
MOST_LISTED = 200


def columns_of(form: type[RuleForm]) -> list[str]:
    """The columns that a kind of rule has, as programs name them."""
    names = [LENGTHS[name][0] if name in LENGTHS else name for name in (*form.main, *form.scope)]
    if "size" in names:
        names[names.index("size")] = "value"
    return [*names, "items"] if form is forms.PackageForm else names


def settings_of(form: type[RuleForm], row: Any) -> dict[str, Any]:
    """A rule as it is."""
    found: dict[str, Any] = {}
    for name in columns_of(form):
        if name == "items":
            found[name] = {str(item.add_on_id): item.quantity for item in row.items.all()}
            continue
        value = getattr(row, name)
        found[name] = value.isoformat() if isinstance(value, date | time) else value
    return found


def checked_columns(
    form: type[RuleForm], venue: Venue, given: Mapping[str, Any], row: Any = None
) -> dict[str, Any]:
    """What services want, of what a program sent; for a rule that is there, the rest as it is.

    Raises Invalid, naming the columns.
    """
    if unknown := sorted(given.keys() - set(columns_of(form))):
        raise Invalid(fields={f"settings.{name}"[:100]: "There is no such setting here." for name in unknown})
    items = given.get("items") or {}
    known = {name.removeprefix("item_") for name in form(venue=venue).fields if name.startswith("item_")}
    if not isinstance(items, Mapping) or not items.keys() <= known:
        raise Invalid(fields={"settings.items": "Give so many by add-on in force."})
    wanted = {**(settings_of(form, row) if row is not None else {}), **given}
    filled = form(_typed(form, venue, wanted), venue=venue, row=row)
    try:
        cleaned_form(filled)
    except Invalid as error:
        named = {f"settings.{_column(name)}": words for name, words in error.fields.items()}
        raise Invalid(error.message, fields=named) from error
    return filled.columns()


def _column(name: str) -> str:
    """The column that a form's input is of."""
    if name.startswith("item_"):
        return "items"
    return "value" if name == "size" else LENGTHS.get(name, (name, 1))[0]


def _typed(form: type[RuleForm], venue: Venue, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody would type for these columns."""
    empty, items = form(venue=venue), wanted.get("items") or {}
    typed: dict[str, Any] = {}
    for name, field in empty.fields.items():
        column = _column(name)
        if column == "items":
            value: Any = items.get(name.removeprefix("item_"))
        elif column in wanted:
            value = wanted[column]
        else:
            # What is left out is as the empty form has it.
            value = field.initial if name != "is_surcharge" else False
            if name in LENGTHS:
                value = None
        typed[name] = _as_typed(form, venue, name, value, wanted)
    return {name: value for name, value in typed.items() if value not in (None, False)}


def _as_typed(form: type[RuleForm], venue: Venue, name: str, value: Any, wanted: Mapping[str, Any]) -> Any:
    if name == "is_surcharge":
        return "more" if value is True else "less"
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, list):
        return [str(each) for each in value[:MOST_LISTED]]
    if isinstance(value, Mapping):
        raise Invalid(fields={f"settings.{_column(name)}": "This takes one value."})
    is_money = name in form.amounts or (name == "size" and wanted.get("kind") != "percent")
    if is_money or name == "size" or name in LENGTHS:
        if not isinstance(value, int) or abs(value) > 10**12:
            raise Invalid(fields={f"settings.{_column(name)}": "Give a whole number."})
        if is_money:
            return str(Money(value, venue.currency).major)
        least = 1000 if name == "size" else LENGTHS[name][1]
        if name not in FRACTIONS and name != "size" and value % least:
            raise Invalid(fields={f"settings.{_column(name)}": "Give whole hours, in minutes."})
        return f"{value / least:g}"
    return str(value)
