"""The words of a message, as somebody types them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bookings.domain.texts import LONGEST
from boom.forms import PlainForm
from notifications.models import LONGEST_SUBJECT


def languages() -> list[tuple[str, Any]]:
    """Those a text may be in; empty first: for everybody whose language has no text of its own."""
    return [("", _("All languages without a text of their own")), *settings.LANGUAGES]


class LanguageForm(forms.Form):
    """Which language's text is looked at."""

    language = forms.ChoiceField(label=_("For guests who read"), choices=languages, required=False)


class TextForm(PlainForm):
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
