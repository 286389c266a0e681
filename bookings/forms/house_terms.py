"""The form of terms that customers agree to, and the boxes they tick."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.models import Room, RoomState, TermsVersion
from bookings.services.house_terms import LONGEST_TITLE, LONGEST_WORDS

AGREE = "agree_"


class TermsForm(forms.Form):
    """A text, and the rooms it is asked for."""

    title = forms.CharField(
        label=_("Name"), max_length=LONGEST_TITLE, help_text=_("Such as: House rules, Waiver for the stage")
    )
    words = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_WORDS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Plain text. An empty line begins a new paragraph."),
    )
    room_ids = forms.TypedMultipleChoiceField(
        label=_("Only for these rooms"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: it is asked for every room."),
    )

    def __init__(self, *args: Any, venue_id: int, chosen: Collection[int] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        # An archived room that was chosen stays to be seen: without it the text would be for every room.
        rooms = Room.objects.filter(Q(pk__in=chosen) | ~Q(state=RoomState.ARCHIVED), venue_id=venue_id)
        shown = [(str(each.pk), each.name) for each in rooms.in_order()]
        self.fields["room_ids"].choices = shown  # type: ignore[attr-defined]


def ask_to_agree(form: forms.Form, asked: Sequence[TermsVersion]) -> None:
    """Put a box on a form for each text, with a link to it. Each is of one version: a newer is another."""
    for version in asked:
        link = format_html(
            '<a href="{}" target="_blank" rel="noopener"><bdi>{}</bdi></a>',
            reverse("public:terms", args=[version.pk]),
            version.title,
        )
        form.fields[f"{AGREE}{version.pk}"] = forms.BooleanField(
            label=format_html(gettext("I have read and agree to: {}"), link),
            error_messages={"required": gettext("Read and agree to: %(title)s") % {"title": version.title}},
        )


def boxes_to_agree(form: forms.Form) -> list[Any]:
    """The form's boxes, bound, for the page."""
    return [form[name] for name in form.fields if name.startswith(AGREE)]


def versions_agreed(form: forms.Form) -> frozenset[int]:
    """The keys of the versions that were ticked. Only of a valid form."""
    return frozenset(
        int(name.removeprefix(AGREE))
        for name in form.fields
        if name.startswith(AGREE) and form.cleaned_data[name]
    )
