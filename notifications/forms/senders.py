"""A venue's own sender, as it is typed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from boom.forms import PlainForm
from notifications.models import Security
from notifications.services.senders import Typed


class SenderForm(PlainForm):
    """The name and addresses; below, the server where there is one of their own."""

    from_name = forms.CharField(label=_("Name that guests see"), max_length=80)
    from_address = forms.CharField(
        label=_("From"), max_length=254, help_text=_("A code is mailed there, to show that it is yours.")
    )
    reply_to = forms.CharField(
        label=_("Answers go to"),
        max_length=254,
        required=False,
        help_text=_("Empty: to your venue’s address."),
    )
    host = forms.CharField(
        label=_("Mail server"), max_length=253, required=False, help_text=_("Empty: by Boom’s own.")
    )
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, required=False)
    security = forms.ChoiceField(label=_("Line"), choices=Security.choices, required=False)
    user = forms.CharField(
        label=_("User"), max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("It is kept sealed and never shown. Empty: as it was."),
    )

    dkim_selector = forms.CharField(
        label=_("Name of your DKIM key"),
        max_length=63,
        required=False,
        help_text=_("Your mail server’s help pages call it selector. Empty: the usual names are tried."),
    )

    @property
    def typed(self) -> Typed:
        """What the service takes."""
        data = self.cleaned_data
        words = {
            name: data[name].strip()
            for name in ("from_name", "from_address", "reply_to", "host", "user", "dkim_selector")
        }
        return Typed(
            **words,
            port=data["port"] or 587,
            security=data["security"] or Security.STARTTLS.value,
            password=data["password"],
        )


class CodeForm(PlainForm):
    """The code that was mailed."""

    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
