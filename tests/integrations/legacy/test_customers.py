"""Finding the people behind the bookings' contact columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from integrations.legacy.cells import Cell
from integrations.legacy.people import country_of, read_phone
from tests.integrations.legacy.files import booking, plan_of, said


def contact(name: Cell, email: Cell = None, phone: Cell = None) -> dict[str, Cell]:
    return booking(customer_name=name, customer_email=email, customer_phone=phone, status="cancelled")


def test_one_mailbox_is_one_customer_and_other_names_are_kept(tmp_path: Path):
    plan = plan_of(
        tmp_path,
        bookings=[
            contact("Ada", "ada@example.com"),
            contact("Ada Lovelace", "ADA@example.com", "555-0101"),
            contact("ada", "ada@example.com"),
            contact("Bob", "b.o.b@gmail.com"),
            contact("Bob", "bob+party@googlemail.com"),
            contact("Bob", "bob@example.com"),
        ],
    )

    assert [
        (person.name, person.email, person.phone, person.other_names, person.booking_ids)
        for person in plan.customers
    ] == [
        ("Ada", "ada@example.com", "555-0101", ("Ada Lovelace",), (1, 2, 3)),
        ("Bob", "b.o.b@gmail.com", "", (), (4, 5)),
        ("Bob", "bob@example.com", "", (), (6,)),
    ]


def test_without_an_address_the_same_number_and_name_are_one_customer(tmp_path: Path):
    plan = plan_of(
        tmp_path,
        bookings=[
            contact("Ada", None, "+1 212 555 0101"),
            contact("ADA ", None, "212.555.0101"),
            contact("Bob", None, "+12125550101"),
            contact("Ada", "ada@example.com", "(212) 555-0101"),
        ],
    )

    # The fourth row tells whose number it is, so Ada's earlier ones are hers too; Bob only shares it.
    assert [(person.key, person.phone, person.booking_ids) for person in plan.customers] == [
        ("email:ada@example.com", "+12125550101", (1, 2, 4)),
        ("phone:12125550101:bob", "+12125550101", (3,)),
    ]


def test_a_number_and_name_of_two_mailboxes_are_joined_to_neither(tmp_path: Path):
    plan = plan_of(
        tmp_path,
        bookings=[
            contact("Ada", "ada@example.com", "555-0101"),
            contact("Ada", "other@example.com", "555-0101"),
            contact("Ada", None, "555-0101"),
        ],
    )

    assert [person.booking_ids for person in plan.customers] == [(1,), (2,), (3,)]


def test_a_name_alone_is_nobody_to_find_again(tmp_path: Path):
    plan = plan_of(
        tmp_path, bookings=[contact("Walk-in"), contact("Walk-in"), contact("Walk-in", "w@example.com")]
    )

    assert [(person.email, person.booking_ids) for person in plan.customers] == [("w@example.com", (3,))]
    assert plan.customer_key_of == {3: "email:w@example.com"}


def test_what_cannot_be_an_address_or_number_is_kept_for_staff(tmp_path: Path):
    plan = plan_of(
        tmp_path, bookings=[contact("Ada", "ada at example", "call the hotel and ask for room 12, please")]
    )

    assert plan.customers == ()
    assert plan.bookings[0].contact.unfit == (
        "E-mail as typed: ada at example",
        "Phone as typed: call the hotel and ask for room 12, please",
    )
    assert [code for _, _, code in said(plan.findings, "notes")] == ["unusable-email", "unusable-phone"]


def test_a_booking_without_a_name_is_kept_with_a_warning(tmp_path: Path):
    plan = plan_of(tmp_path, bookings=[contact(None, "ada@example.com"), contact("  ", None)])

    assert [person.name for person in plan.customers] == ["(no name)"]
    assert said(plan.findings) == [("bookings", 1, "no-name"), ("bookings", 2, "no-name")]


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("(212) 555-0183", "US", "+12125550183"),
        ("1-800-555-0187", "US", "+18005550187"),
        ("+44 20 7946 0068", "US", "+442079460068"),
        ("020 7946 0068", "GB", "+442079460068"),
        # No area code, no country, an extension, no number: as typed.
        (" 555-0123 ", "US", "555-0123"),
        ("(212) 555-0183", "", "(212) 555-0183"),
        ("212 555 0183 ext. 7", "US", "212 555 0183 ext. 7"),
        ("ask Bob", "US", "ask Bob"),
        ("", "US", ""),
    ],
)
def test_a_number_that_can_be_called_from_anywhere_is_stored_that_way(typed: str, country: str, kept: str):
    assert read_phone(typed, country) == kept


@pytest.mark.parametrize(
    ("zone", "country"),
    [("America/New_York", "US"), ("Europe/London", "GB"), ("UTC", ""), ("Asia/Tokyo", "JP")],
)
def test_a_zone_tells_the_country(zone: str, country: str):
    assert country_of(zone) == country
