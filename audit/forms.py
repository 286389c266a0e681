"""The filters of the record's page, as they stand in its address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Action
from audit.wording import things

# Beyond these a date is a slip of the finger.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2200, 1, 1)
# Those who act without an account here; in the list of people they stand with this in front.
KIND = "kind:"
OTHERS = [
    (f"{KIND}customer", _("Customers")),
    (f"{KIND}system", _("Boom itself")),
    (f"{KIND}super_admin", _("Boom support")),
    (f"{KIND}api_key", _("Programs")),
    (f"{KIND}database", _("SQL by hand")),
]


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class ActivityForm(forms.Form):
    """Who, what, how, when (the calendar's days, in the business's zone), from where.

    `day` alone is that day; with `until` it is the first of several, the last included.
    """

    person = forms.ChoiceField(label=_("Who"), required=False)
    thing = forms.ChoiceField(label=_("What"), required=False)
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput())
    action = forms.ChoiceField(
        label=_("How"),
        required=False,
        choices=[
            ("", _("Any change")),
            (Action.INSERT, _("Added")),
            (Action.UPDATE, _("Changed")),
            (Action.DELETE, _("Removed")),
        ],
    )
    day = _day(_("From day"))
    until = _day(_("To day"))
    address = forms.CharField(
        label=_("Internet address"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"placeholder": _("Internet address"), "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(str(person.pk), person.get_full_name() or person.email) for person in people]
        self.fields["person"].choices = [("", _("Everybody")), *named, *OTHERS]  # type: ignore[attr-defined]
        self.fields["thing"].choices = [("", _("Everything")), *things().items()]  # type: ignore[attr-defined]

    def clean_day(self) -> date | None:
        return self._sensible("day")

    def clean_until(self) -> date | None:
        return self._sensible("until")

    def clean_address(self) -> str:
        return str(self.cleaned_data["address"]).strip()

    def _sensible(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(gettext("Choose a day in this century."))
        return day
