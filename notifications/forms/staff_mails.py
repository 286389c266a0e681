"""Which mails one of the team wants, as they tick it."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from boom.forms import PlainForm
from notifications.topics import Topic


class StaffMailsForm(PlainForm):
    """One tick a topic."""

    topics = forms.MultipleChoiceField(
        label=_("Mail me about"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, offered: Iterable[Topic], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = [(topic.name, topic.title) for topic in offered]  # type: ignore[attr-defined]
