"""The words of a message, as somebody types them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bookings.domain.texts import LONGEST
from bookings.forms.contact import PhoneField
from boom.forms import PlainForm
from notifications.models import LONGEST_SUBJECT, Channel

# Placeholders make it shorter or longer; what is sent is cut to two texts' worth.
LONGEST_SMS = 500


def languages() -> list[tuple[str, Any]]:
    """Those a text may be in; empty first: for everybody whose language has no text of its own."""
    return [("", _("All languages without a text of their own")), *settings.LANGUAGES]


class WhichForm(forms.Form):
    """Which text is looked at: sent by which way, in which language."""

    channel = forms.ChoiceField(label=_("Sent by"), choices=Channel, required=False)
    language = forms.ChoiceField(label=_("For guests who read"), choices=languages, required=False)

    def __init__(self, *args: Any, has_texts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_texts:
            del self.fields["channel"]

    def chosen(self) -> tuple[str, str]:
        """Channel and language; mail and all languages where none is named that we know."""
        self.full_clean()
        given = getattr(self, "cleaned_data", {})
        return given.get("channel") or Channel.EMAIL, given.get("language") or ""


class MailForm(PlainForm):
    """Subject and text of a mail."""

    subject = forms.CharField(label=_("Subject"), max_length=LONGEST_SUBJECT)
    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
    )

    def clean_body(self) -> str:
        # Browsers send line ends as two characters.
        return str(self.cleaned_data["body"]).replace("\r\n", "\n").strip()


class SmsForm(PlainForm):
    """The words of a text message, and the number a trial goes to."""

    body = forms.CharField(label=_("Text"), max_length=LONGEST_SMS, widget=forms.Textarea(attrs={"rows": 5}))
    to = PhoneField(
        label=_("Number for a trial"), required=False, help_text=_("Begin with the country: +44 20 …")
    )

    def clean_body(self) -> str:
        # It is one line on any phone.
        return " ".join(str(self.cleaned_data["body"]).split())


def form_class(channel: str) -> type[MailForm | SmsForm]:
    """The form of what is sent by this channel."""
    return MailForm if channel == Channel.EMAIL else SmsForm
