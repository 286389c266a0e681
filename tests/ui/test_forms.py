"""Errors that say what to do."""

from __future__ import annotations

import pytest
from django import forms

from boom.forms import PlainForm


class SampleForm(PlainForm):
    name = forms.CharField(label="Full name", max_length=5)
    email = forms.EmailField(label="Email")
    party = forms.IntegerField(label="People", min_value=1, max_value=8)
    price = forms.DecimalField(label="Price an hour")
    room = forms.ChoiceField(label="Room", choices=[("1", "Alto")])
    opens = forms.TimeField(label="Opening time")
    subdomain = forms.SlugField(label="Address")
    terms = forms.BooleanField(label="House rules")
    share = forms.IntegerField(label="Discount in %", min_value=1)
    code = forms.CharField(label="Code", error_messages={"required": "Ask the front desk for the code"})


def errors(**given: str) -> dict[str, str]:
    form = SampleForm(given)
    return {name: found[0] for name, found in form.errors.items()}


def test_what_is_missing_is_asked_for_by_name():
    assert errors() == {
        "name": "Enter full name",
        "email": "Enter email",
        "party": "Enter people",
        "price": "Enter price an hour",
        "room": "Choose room",
        "opens": "Choose opening time",
        "subdomain": "Enter address",
        "terms": "Tick “House rules”",
        "share": "Enter discount in %",
        "code": "Ask the front desk for the code",
    }


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "Priya Nair", "Make full name shorter: at most 5"),
        ("email", "hana@example", "Enter an email like name@example.com"),
        ("party", "two", "Enter people as a whole number"),
        ("party", "0", "People: at least 1"),
        ("party", "9", "People: at most 8"),
        ("price", "twelve", "Enter price an hour as a number, like 12.50"),
        ("room", "7", "Choose room from the list"),
        ("opens", "late", "Enter a time like 21:30"),
        ("subdomain", "velvet rooms", "Use letters, digits and hyphens only"),
        ("share", "0", "Discount in %: at least 1"),
    ],
)
def test_what_is_wrong_is_told_with_a_way_to_right_it(field, value, message):
    assert errors(**{field: value})[field] == message
