"""A webhook, as people enter it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from boom.core.errors import DomainError
from boom.core.providers.outbound import check_url
from boom.forms import PlainForm
from integrations.domain.events import EVENTS
from integrations.models.webhooks import LONGEST_URL


class WebhookForm(PlainForm):
    """Where events go, and which."""

    url = forms.CharField(
        label=_("Address"),
        max_length=LONGEST_URL,
        help_text=_("Begins with https://, and is reached from the internet."),
        widget=forms.URLInput(attrs={"placeholder": "https://hooks.example.com/boom", "autocomplete": "off"}),
    )
    name = forms.CharField(label=_("What you call it"), max_length=80, required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Events"),
        required=False,
        help_text=_("None ticked: all of them, those of later versions too."),
        widget=forms.CheckboxSelectMultiple,
        choices=[(kind, kind) for kind in EVENTS],
    )
    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [  # type: ignore[attr-defined]
            (kind, f"{gettext(words)} ({kind})") for kind, words in EVENTS.items()
        ]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        try:
            check_url(url)
        except DomainError as error:
            raise forms.ValidationError(error.message) from error
        return url


class LogForm(PlainForm):
    """Which deliveries of a log are shown."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("due", _("Waiting")),
            ("delivered", _("Delivered")),
            ("failed", _("Given up")),
        ],
    )
