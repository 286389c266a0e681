"""Pages to print."""

from __future__ import annotations

import re

import pytest

from boom.core.pdf import Column, Page, clean

COLUMNS = [Column("Guest", 3, is_bold=True), Column("Due", 1, "RIGHT")]


def pages_in(file: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", file))


def test_a_table_goes_on_over_pages_with_its_headings():
    page = Page(title="Night sheet", foot="Printed", landscape=True)

    page.rows(COLUMNS, [("Priya Nair", "£180.00")] * 60)

    assert pages_in(page.as_bytes()) == 3


@pytest.mark.parametrize(
    "name", ["Zoë Nguyễn", "Łukasz Żółć", "Дмитрий", "田中 美咲", "ليلى", "\x07\x1bPriya", "🎤"]
)
def test_any_name_can_be_printed(name):
    page = Page(title=name, foot=name)
    page.heading(name, detail=name)

    page.rows(COLUMNS, [(name, "")])

    assert page.as_bytes().startswith(b"%PDF-")


def test_what_is_printed_is_text_not_control_characters():
    assert clean("Pri\x07ya\nNair") == "Priya\nNair"


def test_an_empty_table_is_its_headings():
    page = Page(title="Sheet")

    page.rows(COLUMNS, [])

    assert pages_in(page.as_bytes()) == 1
