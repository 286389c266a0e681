"""A chat of the team's, as it is typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.models import Venue
from boom.core.errors import DomainError
from boom.core.providers.outbound import LONGEST_URL, check_url
from boom.forms import PlainForm
from notifications.alert_words import FOR_CHATS, TITLES
from notifications.models import Chat, ChatService


class ChatForm(PlainForm):
    """Where it is, and what it is told of. The address of one that is known may be left empty."""

    name = forms.CharField(label=_("What you call it"), max_length=80)
    kind = forms.ChoiceField(label=_("Chat"), choices=ChatService.choices)
    url = forms.CharField(
        label=_("Address of its incoming webhook"),
        max_length=LONGEST_URL,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "placeholder": "https://hooks.slack.com/services/…"}
        ),
    )
    venue = forms.ChoiceField(label=_("Venue"), required=False)
    kinds = forms.MultipleChoiceField(label=_("Tell it of"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, chat: Chat | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(kind, TITLES[kind]) for kind in FOR_CHATS]  # type: ignore[attr-defined]
        venues = list(Venue.objects.order_by("name", "id").values_list("id", "name"))
        if len(venues) > 1:
            choices = [("", gettext("All venues")), *((str(key), name) for key, name in venues)]
            self.fields["venue"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["venue"]
        if chat is not None:
            self.fields["url"].required = False
            self.fields["url"].help_text = gettext("Leave it empty to keep the one that ends in %(end)s.") % {
                "end": chat.hint[-5:]
            }

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        if url:
            try:
                check_url(url)
            except DomainError as error:
                raise forms.ValidationError(error.message) from error
        return url

    @property
    def values(self) -> dict[str, Any]:
        """What services take."""
        venue = self.cleaned_data.get("venue", "")
        return {
            **{name: self.cleaned_data[name] for name in ("name", "kind", "url", "kinds")},
            "venue_id": int(venue) if venue else None,
        }
