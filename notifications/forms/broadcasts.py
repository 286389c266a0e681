"""One message to everybody of some nights, as somebody writes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.taking import new_key
from notifications.forms.texts import MailForm


class BroadcastForm(MailForm):
    """Which nights, and what is said."""

    first_day = forms.DateField(label=_("First night"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(label=_("Last night"), widget=forms.DateInput(attrs={"type": "date"}))
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    field_order = ("first_day", "last_day", "subject", "body", "key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Choose a last night that is not before the first"))
        return cleaned
