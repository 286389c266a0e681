"""Single values of a legacy file: ids, numbers, yes and no, money, people."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.legacy.cells import Cell, as_stamp, as_truth, as_whole, is_set, rising, row_key, storable
from integrations.legacy.money import NoAmount, read_amount
from integrations.legacy.people import kept_hash, mailbox, phone_digits, read_email

UUID_TEXT = "6f9619ff-8b86-d011-b42d-00c04fc964ff"


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        (7, "7"),
        (7.0, "7"),
        ("7", "7"),
        (" 7 ", "7"),
        ("07", "07"),
        (-1, "-1"),
        ("bk_ab12", "bk_ab12"),
        (UUID_TEXT, UUID_TEXT),
        (UUID_TEXT.upper(), UUID_TEXT),
        ("{" + UUID_TEXT + "}", UUID_TEXT),
        (UUID_TEXT.replace("-", ""), UUID_TEXT),
        (bytes.fromhex(UUID_TEXT.replace("-", "")), UUID_TEXT),
        (None, None),
        ("", None),
        ("  ", None),
        (b"\x00\xff", "\N{REPLACEMENT CHARACTER}" * 2),
    ],
)
def test_an_id_is_one_key_however_it_is_stored(cell: Cell, key: str | None):
    assert row_key(cell) == key


def test_ids_rise_by_number_before_text():
    assert sorted(["b", "10", "9", "a", "-1"], key=rising) == ["-1", "9", "10", "a", "b"]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (4, 4),
        (4.0, 4),
        ("4", 4),
        ("4.0", 4),
        (" 4 ", 4),
        (4.5, None),
        ("four", None),
        (None, None),
        ("1" * 500, None),
    ],
)
def test_a_whole_number_is_read_however_it_is_stored(cell: Cell, number: int | None):
    assert as_whole(cell) == number


@pytest.mark.parametrize(
    ("cell", "truth"),
    [
        (1, (True, False)),
        (0, (False, False)),
        ("1", (True, False)),
        ("0", (False, False)),
        (0.0, (False, False)),
        ("true", (True, True)),
        ("FALSE", (False, True)),
        (" false ", (False, True)),
        ("maybe", (None, True)),
        (2, (None, True)),
        (None, (None, False)),
        ("", (None, False)),
    ],
)
def test_yes_and_no_are_read_also_as_words(cell: Cell, truth: tuple[bool | None, bool]):
    assert as_truth(cell) == truth


@pytest.mark.parametrize(
    ("cell", "answer"), [(None, False), ("", False), (0, False), ("2026-01-01", True), (1, True)]
)
def test_deleted_at_says_deleted_when_it_says_anything(cell: Cell, answer: bool):
    assert is_set(cell) is answer


@pytest.mark.parametrize(
    ("cell", "stamp"),
    [
        ("2026-11-22 16:56:11", datetime(2026, 11, 22, 16, 56, 11, tzinfo=UTC)),
        ("2026-11-22T11:56:11-05:00", datetime(2026, 11, 22, 16, 56, 11, tzinfo=UTC)),
        ("yesterday", None),
        (None, None),
    ],
)
def test_stamps_without_a_zone_are_utc(cell: Cell, stamp: datetime | None):
    assert as_stamp(cell) == stamp


def test_only_what_cannot_be_stored_is_replaced():
    assert storable("a\x00b\udcffc\n<i>=1+1\N{SNOWMAN}") == "a\ufffdb\ufffdc\n<i>=1+1\N{SNOWMAN}"


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        (25, 2500),
        (0, 0),
        (-0.0, 0),
        (26.65333333333333, 2665),
        (239.70000000000002, 23970),
        # By the decimal text, not by the binary value just below it.
        (1.005, 101),
        (2.675, 268),
        ("0.125", 13),
        ("0.124999", 12),
        (" 45.50 ", 4550),
        ("45.", 4500),
        (".5", 50),
        ("1e3", 100_000),
        ("+12", 1200),
        (None, NoAmount.MISSING),
        ("", NoAmount.MISSING),
        ("comped", NoAmount.UNUSABLE),
        ("$45", NoAmount.UNUSABLE),
        ("45,00", NoAmount.UNUSABLE),
        ("NaN", NoAmount.UNUSABLE),
        ("inf", NoAmount.UNUSABLE),
        (float("inf"), NoAmount.UNUSABLE),
        (-15.5, NoAmount.UNUSABLE),
        ("-0.001", NoAmount.UNUSABLE),
        ("1e99", NoAmount.UNUSABLE),
        ("9" * 400, NoAmount.UNUSABLE),
        (b"\xff", NoAmount.UNUSABLE),
    ],
)
def test_amounts_are_rounded_half_up_on_their_decimal_text(cell: Cell, minor: int | NoAmount):
    assert read_amount(cell, "USD") == minor


@pytest.mark.parametrize(("currency", "minor"), [("JPY", 1235), ("KWD", 1_234_500), ("EUR", 123_450)])
def test_amounts_have_the_decimals_of_their_currency(currency: str, minor: int | NoAmount):
    assert read_amount("1234.5", currency) == minor


@given(st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=40), st.binary(max_size=40)))
def test_an_amount_is_never_negative_and_never_an_error(cell: Cell):
    amount = read_amount(cell, "USD")

    assert isinstance(amount, NoAmount) or amount >= 0


@pytest.mark.parametrize(
    ("cell", "email"),
    [
        ("Ada@Example.COM", "ada@example.com"),
        (" ada@example.com ", "ada@example.com"),
        ("ada+party@example.com", "ada+party@example.com"),
        ("no address", None),
        ("a@b@c", None),
        ("a@b c", None),
        ("a\x00@b.c", None),
        ("a" * 250 + "@b.example", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_an_address_is_taken_in_small_letters_or_not_at_all(cell: Cell, email: str | None):
    assert read_email(cell) == email


@pytest.mark.parametrize(
    ("email", "same_as"),
    [
        ("Ada.B+party@GoogleMail.com", "adab@gmail.com"),
        ("ada.b@gmail.com", "adab@gmail.com"),
        ("ada.b+party@example.com", "ada.b+party@example.com"),
        ("+@gmail.com", "+@gmail.com"),
    ],
)
def test_gmail_has_many_spellings_for_one_mailbox(email: str | None, same_as: str):
    assert mailbox(email) == same_as


@pytest.mark.parametrize(
    ("phone", "digits"),
    [
        ("+1 (212) 555-0183", "12125550183"),
        ("0012125550183", "12125550183"),
        ("555.0123", "5550123"),
        ("ask", ""),
    ],
)
def test_a_number_is_its_digits(phone: str, digits: str):
    assert phone_digits(phone) == digits


HASH_REST = "10$FXC3dKJ7PvsOf9Z3z9B2Jei7AC7WkKNc1h0mIuWD4UgVmTOxH5UoC"


@pytest.mark.parametrize("start", ["$2a$", "$2b$", "$2y$"])
def test_a_bcrypt_hash_of_any_age_is_kept(start: str):
    assert kept_hash(start + HASH_REST) == start + HASH_REST


@pytest.mark.parametrize(
    "cell",
    [
        None,
        "",
        "demo123",
        "$2x$" + HASH_REST,
        "$2a$" + HASH_REST[:-1],
        "$2a$" + HASH_REST + "x",
        "$2a$" + "31" + HASH_REST[2:],
        "$2a$" + "03" + HASH_REST[2:],
        "$2a$" + HASH_REST[:-1] + "!",
        "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA",
    ],
)
def test_anything_else_is_no_password(cell: Cell):
    assert kept_hash(cell) is None
