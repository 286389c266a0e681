"""One list of keys: the help is drawn from it, and neither a template nor a script knows another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from boom.keys import KEYS, Where

ROOT = Path(settings.BASE_DIR)
SCRIPTS = {path: path.read_text() for path in (ROOT / "static" / "js").rglob("*.js")}
TEMPLATES = {path: path.read_text() for path in (ROOT / "templates").rglob("*.html")}
# What a component is told by its page: the filter bar's search, a view's number.
GIVEN = re.compile(r"""aria_?-?keyshortcuts=['"]([^'"{]+)['"]""")
BORNE = {press for key in KEYS if key.where != Where.BOARD for press in key.presses}


@pytest.mark.parametrize("places", [(Where.BEARER, Where.ANYWHERE), (Where.BOARD,)])
def test_a_key_means_one_thing_in_one_place(places):
    presses = [press for key in KEYS if key.where in places for press in key.presses]

    assert len(presses) == len(set(presses))


def test_every_key_a_template_bears_is_listed():
    borne = {key for text in TEMPLATES.values() for key in GIVEN.findall(text)}

    assert borne
    assert borne <= BORNE


def test_every_listed_key_is_borne_by_a_page_or_known_to_a_script():
    borne = {
        key for path, text in TEMPLATES.items() if "gallery" not in path.parts for key in GIVEN.findall(text)
    }
    known = named_in_scripts()

    for key in KEYS:
        if key.name in {"views", "open"}:
            # The views' numbers come from the calendar's view, and Enter on a link is the browser's own.
            continue
        assert key.name in known or set(key.presses) <= borne, key.name


def test_scripts_ask_the_list_and_know_no_letter_themselves():
    for path, text in SCRIPTS.items():
        assert not re.search(r"""\.key(?:\.toLowerCase\(\))? === ["'][^"'\s]["']""", text), path

    assert named_in_scripts() <= {key.name for key in KEYS}


def test_the_help_lists_every_key_with_what_is_on_it():
    sheet = render_to_string("components/shortcuts.html")

    for key in KEYS:
        assert f'data-name="{key.name}"' in sheet
        assert str(key.words) in sheet
        assert all(f"<kbd>{cap}</kbd>" in sheet for cap in key.shown)
    assert sheet.count("<dt ") == sheet.count("<dd>") == len(KEYS)


def named_in_scripts() -> set[str]:
    """The meanings scripts compare with."""
    found = set()
    for text in SCRIPTS.values():
        found |= set(re.findall(r"""(?:meant|meaning\([^)]*\)) [!=]== ["']([\w-]+)["']""", text))
    return found
