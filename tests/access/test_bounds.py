"""Nothing that comes in is without an end: bodies, fields, texts and numbers."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest
from django import forms
from django.conf import settings

from accounts.models import User
from tests.conftest import HostClient, client_of
from tests.database import OWN_CODE

# Read as text and made into something bounded, or picked from a list.
TEXTS = (forms.CharField, forms.EmailField, forms.SlugField, forms.RegexField)


def all_forms() -> list[type[forms.BaseForm]]:
    for name in OWN_CODE:
        for info in pkgutil.walk_packages(import_module(name).__path__, f"{name}."):
            if ".forms" in info.name:
                import_module(info.name)
    ours = {
        form
        for form in _below(forms.BaseForm)
        if form.__module__.partition(".")[0] in OWN_CODE and not form.__module__.startswith("boom.gallery.")
    }
    return sorted(ours, key=lambda form: (form.__module__, form.__name__))


def _below(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for each in form.__subclasses__():
        yield each
        yield from _below(each)


def endless_in(form: type[forms.BaseForm]) -> list[str]:
    """Fields that would take a text or a number of any size."""
    found = []
    for name, field in form.base_fields.items():
        if type(field) in TEXTS and field.max_length is None:
            found.append(f"{name}: a text of any length")
        if isinstance(field, forms.IntegerField) and None in {field.min_value, field.max_value}:
            found.append(f"{name}: a number of any size")
    return found


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_every_field_of_every_form_has_an_end(form: type[forms.BaseForm]):
    assert endless_in(form) == []


def test_control_a_field_without_an_end_is_noticed():
    class Endless(forms.Form):
        words = forms.CharField()
        count = forms.IntegerField(min_value=0)

    assert endless_in(Endless) == ["words: a text of any length", "count: a number of any size"]
    assert len(all_forms()) > 15


@pytest.fixture
def owner_client(business) -> HostClient:
    return client_of(business, User.objects.get(role="owner"))


@pytest.mark.parametrize(
    "path", ["/dashboard/settings/venue/", "/dashboard/bookings/new/", "/accounts/reset/"]
)
def test_a_body_beyond_measure_is_refused(path: str, owner_client: HostClient, now):
    large = {"description": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}
    many = {f"field-{number}": "1" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}

    answers = [
        owner_client.generic("POST", path, f"description={large['description']}", content_type=FORM),
        owner_client.post(path, many),
        owner_client.get(path, many),
    ]

    assert [answer.status_code for answer in answers[:2]] == [413, 413]
    assert answers[2].status_code < 500


FORM = "application/x-www-form-urlencoded"
