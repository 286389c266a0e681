"""A document as a PDF, A4 upright, from what it says of itself alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from boom.core.money import Money
from boom.core.pdf import Column, Page
from payments.models import Document
from payments.papers import issued_words


def paper_file(document: Document) -> bytes:
    """The file. The same document gives the same words for good."""
    body = document.body
    language = str(body.get("language", "en"))
    with translation.override(language):
        seller = [str(line) for line in body["seller"]]
        page = Page(
            title=f"{body['title']} {document.name}", foot=f"{seller[0]} · {document.name}", language=language
        )
        page.heading(f"{body['title']} {document.name}", detail=issued_words(document))
        for line in seller:
            page.words(line)
        if document.buyer:
            page.section(gettext("For"))
            for line in document.buyer.splitlines():
                page.words(line)
        page.section(gettext("About"))
        for term, value in body["facts"]:
            page.words(f"{term}: {value}")
        _lines(page, document)
        page.section(gettext("In all"))
        page.rows(
            [Column("", 84), Column(gettext("Amount"), 16, "RIGHT", is_bold=True)], body["sums"], size=9.5
        )
        if body["taxes"]:
            page.section(gettext("Taxes in it"))
            page.rows(
                [Column(gettext("Tax"), 84), Column(gettext("Amount"), 16, "RIGHT")], body["taxes"], size=9
            )
    return page.as_bytes()


def paper_name(document: Document) -> str:
    """What the file is called: receipt-VV-R00012.pdf."""
    return f"{document.kind.replace('_', '-')}-{document.name}.pdf"


def table_of(rows: Sequence[Sequence[Any]], currency: str) -> tuple[list[Column], list[list[str]]]:
    """The columns of a part's lines, and its cells: how a line adds up only where one says so.

    `rows` are of item, note and minor units.
    """
    amounts = [Money(minor, currency).format() for _, _, minor in rows]
    amount = Column(gettext("Amount"), 16, "RIGHT")
    if not any(note for _, note, _ in rows):
        cells = [[label, paid] for (label, _, _), paid in zip(rows, amounts, strict=True)]
        return [Column(gettext("Item"), 84), amount], cells
    cells = [[label, note, paid] for (label, note, _), paid in zip(rows, amounts, strict=True)]
    return [Column(gettext("Item"), 44), Column(gettext("How it adds up"), 40), amount], cells


def _lines(page: Page, document: Document) -> None:
    for title, rows in document.body["parts"]:
        page.section(title or gettext("Also"))
        columns, cells = table_of(rows, document.currency)
        page.rows(columns, cells, size=9)
