"""Tables as people send them: any encoding, any sign between cells, any heading."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.domain.tables import (
    DELIMITERS,
    NotATable,
    detect_delimiter,
    guess_columns,
    read_table,
)
from bookings.selectors.customer_rows import HEADINGS

CELLS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="\ufeff"), max_size=12
).map(str.strip)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_the_encoding_is_found_out(encoding: str):
    table = read_table("name;phone\nZoë Müller;123\n".encode(encoding), most_rows=10)

    assert table.heading == ("name", "phone")
    assert table.rows == (("Zoë Müller", "123"),)


@pytest.mark.parametrize("sign", DELIMITERS)
def test_the_sign_between_cells_is_found_out_quotes_respected(sign: str):
    text = f'"a{sign}b, c; d"{sign}phone{sign}email\n'

    assert detect_delimiter(text) == sign


def test_rows_keep_their_line_numbers_and_empty_ones_are_left_out():
    table = read_table(b'name,note\n\nAnn,"two\nlines"\n,\nBo,x\n', most_rows=10)

    assert table.rows == (("Ann", "two\nlines"), ("Bo", "x"))
    assert table.numbers == (4, 6)


@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS).filter(any), min_size=1, max_size=5),
    sign=st.sampled_from(DELIMITERS),
)
def test_what_was_written_is_read(rows: list[tuple[str, ...]], sign: str):
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows([("name", "email", "phone"), *rows])

    table = read_table(out.getvalue().encode(), delimiter=sign, encoding="utf-8", most_rows=10)

    assert table.rows == tuple(
        tuple(unicodedata.normalize("NFC", cell).strip() for cell in row) for row in rows
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "heading"),
        (b"name,email\n", "at least one row"),
        (b"\x00\x01\x02", "no CSV file"),
        (b"name\n" + b"Ann\n" * 11, "more than 10 rows"),
        (b'name\n"' + b"x" * 200_000, "cannot be read as CSV"),
    ],
)
def test_what_is_no_table_says_why(content: bytes, words: str):
    with pytest.raises(NotATable, match=words):
        read_table(content, most_rows=10)


def test_columns_are_guessed_by_their_heading():
    heading = ("Customer Name", "E-Mail Address", "Mobile", "Vorname", "???", "Telephone")

    assert guess_columns(heading, HEADINGS) == {"name": 0, "first_name": 3, "email": 1, "phone": 2}


def test_a_heading_that_is_one_endless_word_is_no_table():
    with pytest.raises(NotATable, match="Line 1 cannot be read"):
        read_table(b"a" * 200_000 + b"\n1", most_rows=10)


def test_more_columns_than_a_page_can_name_are_refused():
    heading = ",".join(f"c{number}" for number in range(201))

    with pytest.raises(NotATable, match="more than 200 columns"):
        read_table(f"{heading}\n1".encode(), most_rows=10)
