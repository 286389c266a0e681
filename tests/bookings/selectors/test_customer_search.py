"""Finding a customer by whatever somebody has at hand, slips included."""

from __future__ import annotations

import pytest

from bookings.domain.reference import near, parse
from bookings.selectors.customer_search import found_customers, search_customers
from tests.factories import at, make_booking, make_customer, make_room

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def crowd(business):
    """Whom nobody looks for."""
    for name in ("Ada Lovelace", "Bo Derek", "Carla Bruni", "Dan Brown"):
        make_customer(name=name, email=f"{name.split()[0]}@example.net".lower(), phone="")


@pytest.fixture
def zoe():
    return make_customer(name="Zoë Müller-Smith", email="zoe.mueller@work.example", phone="+447700900123")


@pytest.mark.parametrize(
    "typed",
    [
        "Zoë",
        "zoe",
        "muller smith",
        "smi",
        "müller-sm",
        "Zoe Muler",
        "zoee muller",
        "mulelr",
        "07700 900123",
        "7700-900 123",
        "+44 7700 900123",
        "0123",
        "zoe.mueller@work.example",
        "ZOE.MUELLER@WORK.example",
        "zoe.muler@work.example",
        "zoe 0123",
    ],
)
def test_a_customer_is_found_by_any_part_and_with_a_slip(zoe, typed: str):
    assert search_customers(typed)[:1] == [zoe.pk]


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "1", "12", "%", "qqwwxx", "_____"])
def test_what_says_nothing_finds_nobody(zoe, typed: str):
    assert search_customers(typed) == []


def test_signs_of_patterns_are_taken_as_they_are(zoe):
    percent = make_customer(name="100% Karaoke", email="", phone="")

    assert search_customers("100%") == [percent.pk]


@pytest.mark.parametrize("typed", ["TWM-93F", "twm93f", "twm 93f", "TWM93G", "WTM93F", "TW0-93F"])
def test_a_reference_finds_whom_the_booking_is_for_one_slip_forgiven(zoe, typed: str):
    make_booking(room=make_room(), starts_at=at("2026-11-21 21:00"), customer=zoe, reference=parse("TWM-93F"))
    make_booking(room=make_room(), starts_at=at("2026-11-21 21:00"), reference=parse("XXX-XXX"))

    assert search_customers(typed)[:1] == [zoe.pk]


def test_the_very_reference_comes_before_ones_like_it(zoe):
    other = make_customer()
    for customer, reference in ((zoe, "C4DH7R"), (other, "C4DH7M")):
        make_booking(
            room=make_room(), starts_at=at("2026-11-21 21:00"), customer=customer, reference=reference
        )

    assert search_customers("C4DH7M") == [other.pk]


def test_whoever_was_merged_into_another_is_not_found_by_name_and_leads_there_by_address(zoe):
    former = make_customer(name="Zoe Mueler", email="old@example.com", merged_into=zoe)

    assert former.pk not in search_customers("Zoe Mueler")
    assert search_customers("OLD@example.com") == [zoe.pk]


def test_the_likeliest_comes_first(zoe):
    exact = make_customer(name="Zoe Smith", email="", phone="")

    assert [customer.pk for customer in found_customers("zoe smith")] == [exact.pk, zoe.pk]


def test_references_near_one_are_those_of_one_slip():
    found = near("c4d-h7r")

    assert found[0] == "C4DH7R"
    assert {"C4DH7M", "4CDH7R", "0" + "4DH7R"} <= set(found)
    assert all(sum(a != b for a, b in zip(each, "C4DH7R", strict=True)) <= 2 for each in found)
    assert near("not one") == []
