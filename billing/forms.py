"""What an owner sends about paying."""

from __future__ import annotations

from django import forms

LARGEST_KEY = 2**31 - 1
# Seconds since 1970, until the year 2242.
LATEST = 2**33


class PriceForm(forms.Form):
    """Which price is meant, by its key."""

    price = forms.IntegerField(min_value=1, max_value=LARGEST_KEY)


class ChangeForm(PriceForm):
    """A yes to what was shown; `at` is the instant it was reckoned for, empty at the period's end."""

    at = forms.IntegerField(min_value=0, max_value=LATEST, required=False)
