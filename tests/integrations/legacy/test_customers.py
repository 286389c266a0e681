"""Finding the people behind the bookings' contact columns."""

from __future__ import annotations

from pathlib import Path

from integrations.legacy.cells import Cell
from integrations.legacy.customers import staff_note
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

    found = [
        (person.name, person.email, person.phone, person.other_names, person.booking_ids)
        for person in plan.customers
    ]
    assert found == [
        ("Ada", "ada@example.com", "555-0101", ("Ada Lovelace",), (1, 2, 3)),
        ("Bob", "b.o.b@gmail.com", "", (), (4, 5)),
        ("Bob", "bob@example.com", "", (), (6,)),
    ]


def test_without_an_address_the_same_number_and_name_are_one_customer(tmp_path: Path):
    plan = plan_of(
        tmp_path,
        bookings=[
            contact("Ada", None, "+1 212 555 0101"),
            contact("ADA", None, "0012125550101"),
            contact("Bob", None, "+12125550101"),
            contact("Ada", "ada@example.com", "(1) 212-555-0101"),
        ],
    )

    # The fourth row tells whose number it is, so Ada's earlier ones are hers too; Bob only shares it.
    assert [(person.key, person.booking_ids) for person in plan.customers] == [
        ("email:ada@example.com", (1, 2, 4)),
        ("phone:12125550101:bob", (3,)),
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


def test_a_name_alone_never_gets_a_namesakes_contact(tmp_path: Path):
    plan = plan_of(
        tmp_path, bookings=[contact("Walk-in"), contact("walk-in "), contact("Walk-in", "w@example.com")]
    )

    assert [(person.email, person.booking_ids) for person in plan.customers] == [
        (None, (1, 2)),
        ("w@example.com", (3,)),
    ]


def test_what_cannot_be_an_address_or_number_is_kept_for_staff(tmp_path: Path):
    plan = plan_of(
        tmp_path, bookings=[contact("Ada", "ada at example", "call the hotel and ask for room 12, please")]
    )

    (person,) = plan.customers
    assert (person.email, person.phone) == (None, "")
    assert staff_note(plan.bookings[0].contact, person) == (
        "E-mail as typed: ada at example\nPhone as typed: call the hotel and ask for room 12, please"
    )
    assert [code for _, _, code in said(plan.findings, "notes")] == ["unusable-email", "unusable-phone"]


def test_a_booking_under_another_name_says_so(tmp_path: Path):
    plan = plan_of(tmp_path, bookings=[contact("Ada", "a@example.com"), contact("Bob", "a@example.com")])

    assert staff_note(plan.bookings[1].contact, plan.customers[0]) == "Booked as: Bob"


def test_a_booking_without_a_name_is_kept_with_a_warning(tmp_path: Path):
    plan = plan_of(tmp_path, bookings=[contact(None, None, None)])

    assert plan.customers[0].name == "(no name)"
    assert said(plan.findings) == [("bookings", 1, "no-name")]
