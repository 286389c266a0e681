"""The text that staff copy for guests."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.domain.texts import LONGEST


class ConfirmationForm(forms.Form):
    """What it says. Empty: the usual words."""

    confirmation_text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
    )

    def clean_confirmation_text(self) -> str:
        # Browsers send line ends as two characters.
        return str(self.cleaned_data["confirmation_text"]).replace("\r\n", "\n").strip()
