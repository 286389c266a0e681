"""Names people type."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boom.core.errors import Invalid
from boom.core.labels import EmptyLabel, UnusableLabel, clean_label


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("  Luna   Bar ", "Luna Bar"),
        ("Luna\u00a0Bar", "Luna Bar"),
        ("Cafe\u0301", "Café"),
        ("カラオケ館", "カラオケ館"),
        ("🎤 Luna", "🎤 Luna"),
        ("👩‍🎤 Stage", "👩‍🎤 Stage"),
        ("O’Hara & Söhne <Ltd>", "O’Hara & Söhne <Ltd>"),
        ("7", "7"),
    ],
)
def test_a_name_is_put_into_its_usual_form(typed, label):
    assert clean_label(typed) == label


@pytest.mark.parametrize(
    "typed", ["Lu\x00na", "Lu\nna", "Lu\tna", "\x7fLuna", "\u202eanul", "Lu\u200fna", "Lu\u2028na", "\ud800a"]
)
def test_tricks_with_characters_are_refused(typed):
    with pytest.raises(UnusableLabel):
        clean_label(typed)


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "\u200b", "🎤", "--"])
def test_what_nobody_could_read_out_is_refused(typed):
    with pytest.raises(EmptyLabel):
        clean_label(typed)


@given(st.text(max_size=80))
def test_what_passes_stays_as_it_is_and_fits_on_one_line(typed):
    try:
        label = clean_label(typed)
    except Invalid:
        return

    assert clean_label(label) == label
    assert unicodedata.is_normalized("NFC", label)
    assert len(label.splitlines()) == 1
    assert "\x00" not in label
