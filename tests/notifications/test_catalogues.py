"""Boom's own words to guests in other languages: whole, current, compiled, and what they promise to say."""

from __future__ import annotations

import re

import pytest

from notifications.languages import SPOKEN
from tools import catalogues

NAMES = re.compile(r"%\([a-z_]+\)[0-9]*[sd]|\{\{[^}]+\}\}|</?b>")


def test_every_language_that_is_spoken_has_a_catalogue():
    assert {"en", *catalogues.languages()} == set(SPOKEN)


@pytest.mark.parametrize("language", catalogues.languages())
def test_a_catalogue_is_whole_current_and_compiled(language: str):
    kept, wanted = catalogues.kept(language), catalogues.brought_up(language)

    # Mend it by `python -m tools.catalogues`, and words for what that says.
    assert catalogues.missing_in(wanted) == []
    assert catalogues.as_po(wanted) == catalogues.file_of(language).read_bytes()
    assert catalogues.as_mo(kept) == catalogues.file_of(language, "mo").read_bytes()


@pytest.mark.parametrize("language", catalogues.languages())
def test_words_say_everything_that_is_put_into_them(language: str):
    lost = [
        message.id
        for message in catalogues.kept(language)
        if message.id
        and sorted(NAMES.findall(_first(message.id))) != sorted(NAMES.findall(_first(message.string)))
    ]

    assert lost == []


def test_every_mail_to_guests_is_looked_at_for_words():
    assert catalogues.unread() == []


def test_control_a_text_without_words_is_noticed():
    catalog = catalogues.brought_up("de")
    catalog.add("Something new", None)

    assert catalogues.missing_in(catalog) == ["Something new"]


def _first(words: object) -> str:
    return str(words[0]) if isinstance(words, tuple | list) else str(words)
