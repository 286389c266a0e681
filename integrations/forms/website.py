"""A website that may show the booking page, as people enter it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from boom.forms import PlainForm
from integrations.domain.origins import LONGEST, NotAnOrigin, origin_of


class SiteForm(PlainForm):
    """The address of any page of it."""

    address = forms.CharField(
        label=_("Address of your website"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"placeholder": "https://www.example.com", "inputmode": "url"}),
    )

    def clean_address(self) -> str:
        try:
            return origin_of(self.cleaned_data["address"])
        except NotAnOrigin as error:
            raise forms.ValidationError(
                _("Enter the address of your website, such as https://www.example.com.")
            ) from error
