"""What measures visits, as people enter it, and a guest's answer to it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from boom.forms import PlainForm


class MeasuringForm(PlainForm):
    """The two ids, as the companies show them."""

    ga4_id = forms.CharField(
        label=_("Google Analytics measurement ID"),
        max_length=14,
        required=False,
        help_text=_("Admin, Data streams, your site: it looks like G-AB12CD34EF."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    pixel_id = forms.CharField(
        label=_("Meta pixel ID"),
        max_length=20,
        required=False,
        help_text=_("Events Manager, Data sources: a number."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    heeds_do_not_track = forms.BooleanField(
        label=_("Take a browser’s Do Not Track or Global Privacy Control for a no, without asking"),
        required=False,
        initial=True,
    )

    def clean_ga4_id(self) -> str:
        return str(self.cleaned_data["ga4_id"]).strip().upper()

    def clean_pixel_id(self) -> str:
        return str(self.cleaned_data["pixel_id"]).strip()


class ChoiceForm(PlainForm):
    """Yes or no to being measured."""

    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
