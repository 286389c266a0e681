"""What a venue adds to what the record says of a disputed payment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boom.forms import PlainForm

MOST_OF_ONES_OWN = 5000


class AnswerForm(PlainForm):
    """Words of the venue's own, and that it is meant."""

    own_words = forms.CharField(
        label=_("In your own words"),
        max_length=MOST_OF_ONES_OWN,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What happened, and why the payment was right. It goes first."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="answer-%s")
