"""Addresses as people type them and as Boom Karaoke stored them."""

from __future__ import annotations

import pytest

from accounts.addresses import legacy_spelling, spellings
from accounts.models import User
from tenants.models import Business
from tests.factories import make_user


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Maria.Lopez.no.such@gmail.com", "marialopeznosuch@gmail.com"),
        ("Weekend.Manager+door@googlemail.com", "weekendmanager@gmail.com"),
        # Dots in a row were left as they were.
        ("a..b.c@gmail.com", "a..bc@gmail.com"),
        ("front.desk+tills@Example.com", "front.desk+tills@example.com"),
        ("Ada+x@Outlook.com", "ada@outlook.com"),
        ("ada+x@hotmail.co.uk", "ada@hotmail.co.uk"),
        ("ada+x@live.nl", "ada@live.nl"),
        ("ada+x@me.com", "ada@me.com"),
        ("mary-ann-shop@yahoo.co.uk", "mary-ann@yahoo.co.uk"),
        ("mary@yahoo.com", "mary@yahoo.com"),
        ("ada@ya.ru", "ada@yandex.ru"),
        ("+only@gmail.com", None),
        ("ada@live.example.com", "ada@live.example.com"),
    ],
)
def test_the_old_app_stored_addresses_like_this(typed: str, stored: str | None):
    assert legacy_spelling(typed) == stored


@pytest.mark.parametrize(
    ("typed", "tried"),
    [
        (" Ada@Example.com ", ("ada@example.com",)),
        ("A.Da@gmail.com", ("a.da@gmail.com", "ada@gmail.com")),
        ("+only@gmail.com", ("+only@gmail.com",)),
        ("", ("",)),
        ("no address", ("no address",)),
    ],
)
def test_the_address_as_typed_is_tried_first(typed: str, tried: tuple[str, ...]):
    assert spellings(typed) == tried


def test_a_person_is_found_by_the_address_they_type(business: Business):
    stored = make_user(email="marialopez@gmail.com")

    assert User.objects.at_address("Maria.Lopez@googlemail.com") == stored
    assert User.objects.at_address("maria.lopes@gmail.com") is None


def test_whoever_has_the_address_as_typed_comes_before_a_rewritten_one(business: Business):
    make_user(email="adab@gmail.com")
    dotted = make_user(email="ada.b@gmail.com")

    assert User.objects.at_address("ADA.B@gmail.com") == dotted
