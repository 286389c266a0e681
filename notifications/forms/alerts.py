"""What an open page knows of the bell."""

from __future__ import annotations

from django import forms

BIGGEST = 2**63 - 1


class SinceForm(forms.Form):
    """The number of the last alert that the page was told of."""

    since = forms.IntegerField(min_value=0, max_value=BIGGEST, required=False)
