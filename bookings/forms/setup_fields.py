"""What forms of the set-up are made of: prices, colours, minutes, the booking rules; weekdays in words."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.domain.door_codes import FEWEST_DIGITS, MOST_DIGITS
from boom.core.money import Money, NotAnAmount

WEEKDAYS = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
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
