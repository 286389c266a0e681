"""Boom's own words to guests in other languages: the catalogues under locale/, held to the code's words.

    python -m tools.catalogues    bring every .po up to the code, say what has no words yet, write the .mo

Pages are English; only what reaches guests by mail and text message is looked for. The compiled files are
kept beside the others: a fresh clone speaks every language without a step of its own.
"""

from __future__ import annotations

import ast
import io
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "locale"
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "word": None,
    "_": None,
    "ngettext": (1, 2),
}
# Where guests' words are; of a file with others, in which functions, or by which name they are marked.
WORDS = "word"
SOURCES: dict[str, set[str] | str | None] = {
    "notifications/words.py": WORDS,
    "notifications/letters.py": None,
    "notifications/waitlist_letters.py": None,
    "notifications/more_words.py": WORDS,
    "notifications/writing.py": None,
    "notifications/invitee_letters.py": None,
    "notifications/voucher_letters.py": None,
    "notifications/customer_letters.py": {"facts_of_page", "facts_of_pay_link", "facts_of_sent_back"},
    "notifications/services/texting.py": {"take_reply", "_cancel", "_told"},
    "bookings/calendar_file.py": None,
    "bookings/waitlist_words.py": {"days_words", "window_words", "where_words", "wish_words"},
    "boom/core/text.py": {"duration", "people", "when"},
}
TEMPLATES = (
    "bookings/*",
    "vouchers/*",
    "*.html",
    "*.txt",
)
# The folders of mails to the team, to venues and to owners: these are English.
TO_THE_TEAM = frozenset({"accounts", "customers", "disputes", "plan", "staff"})
# Said in functions named above, to the team.
NOT_TO_GUESTS = {"Asked for no more texts.", "By text message"}
MADE = datetime(2026, 11, 23, tzinfo=UTC)

Key = str | tuple[str, str]


def wanted() -> list[Key]:
    """Every text there is; of one that counts, its two forms."""
    found = {key for path, which in SOURCES.items() for key in _of_python(ROOT / path, which)}
    emails = ROOT / "templates" / "emails"
    for pattern in TEMPLATES:
        for path in emails.glob(pattern):
            found.update(_of_template(path))
    return sorted(found - NOT_TO_GUESTS, key=str)


def unread() -> list[str]:
    """Mails that nobody looks for words in, and that are not known to be the team's."""
    emails = ROOT / "templates" / "emails"
    read = {path for pattern in TEMPLATES for path in emails.glob(pattern)}
    return sorted(
        str(path.relative_to(emails))
        for path in emails.rglob("*.*")
        if path.suffix in {".html", ".txt"}
        and path not in read
        and path.relative_to(emails).parts[0] not in TO_THE_TEAM
    )


def languages() -> list[str]:
    """Those that have a catalogue."""
    return sorted(path.name for path in LOCALE.iterdir() if path.is_dir())


def file_of(language: str, kind: str = "po") -> Path:
    """Where a language's catalogue is."""
    return LOCALE / language / "LC_MESSAGES" / f"django.{kind}"


def kept(language: str) -> Catalog:
    """What is written down."""
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language)


def brought_up(language: str) -> Catalog:
    """What is written down, with the code's words and no others."""
    before = kept(language)
    catalog = Catalog(
        locale=language,
        project="Boom",
        version="1",
        header_comment="# Boom\u2019s own words to guests. Written by `python -m tools.catalogues`.",
        creation_date=MADE,
        revision_date=MADE,
        fuzzy=False,
    )
    for key in wanted():
        message = before.get(key)
        catalog.add(key, message.string if message else None)
    return catalog


def missing_in(catalog: Catalog) -> list[object]:
    """The texts that have no words in it."""
    return [message.id for message in catalog if message.id and not _is_said(message.string)]


def as_po(catalog: Catalog) -> bytes:
    """The file people write in."""
    out = io.BytesIO()
    write_po(out, catalog, width=100, sort_output=True, include_previous=False)
    return out.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """The file programs read."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def _is_said(words: object) -> bool:
    return all(words) if isinstance(words, tuple | list) else bool(words)


def _of_python(path: Path, which: set[str] | str | None) -> Iterator[Key]:
    """The texts of a file, or of some of its functions."""
    source = path.read_bytes()
    lines: set[int] = set()
    if isinstance(which, set):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef) and node.name in which:
                lines.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    keywords = {which: None} if isinstance(which, str) else KEYWORDS
    for line, key, _comments, _context in extract("python", io.BytesIO(source), keywords):
        if not lines or line in lines:
            yield _key(key)


def _of_template(path: Path) -> Iterator[Key]:
    from django.utils.translation.template import templatize

    code = templatize(path.read_text()).encode()
    for _line, key, _comments, _context in extract("python", io.BytesIO(code), KEYWORDS):
        yield _key(key)


def _key(found: object) -> Key:
    return (str(found[0]), str(found[1])) if isinstance(found, tuple) else str(found)


def main() -> int:
    _use_settings()
    lacking = 0
    for language in languages():
        catalog = brought_up(language)
        file_of(language).write_bytes(as_po(catalog))
        file_of(language, "mo").write_bytes(as_mo(catalog))
        for key in missing_in(catalog):
            lacking += 1
            print(f"{language}: no words for {key!r}")
    return 1 if lacking else 0


def _use_settings() -> None:
    """Django reads templates by its settings."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boom.settings.base")
    os.environ.setdefault("BOOM_WITHOUT_SERVICES", "1")
    django.setup()


if __name__ == "__main__":
    sys.exit(main())
