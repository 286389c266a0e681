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
from audit.wording import things

# Beyond these a date is a slip of the finger.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2200, 1, 1)


class ActivityForm(forms.Form):
    """Who, what, which day (the calendar's, in the business's zone)."""

    person = forms.ChoiceField(label=_("Person"), required=False)
    thing = forms.ChoiceField(label=_("What"), required=False)
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(str(person.pk), person.get_full_name() or person.email) for person in people]
        self.fields["person"].choices = [("", _("Everybody")), *named]  # type: ignore[attr-defined]
        self.fields["thing"].choices = [("", _("Everything")), *things().items()]  # type: ignore[attr-defined]

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(gettext("Choose a day in this century."))
        return day
