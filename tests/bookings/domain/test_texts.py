"""Texts with placeholders: checked when saved, never failing when shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.domain.texts import TextWrong, check, names_in, render

KNOWN = {"name", "notes", "own.song-list"}


def test_values_stand_where_their_names_stood():
    assert render("Hello {{name}}, {{ own.song-list }}!", {"name": "Priya", "own.song-list": "One"}) == (
        "Hello Priya, One!"
    )


def test_a_block_is_there_only_with_its_value():
    template = "A{{#if notes}} N: {{notes}}{{#if name}} by {{name}}{{/if}}{{/if}}Z"

    assert [render(template, values) for values in ({}, {"notes": "x"}, {"notes": "x", "name": "y"})] == [
        "AZ",
        "A N: xZ",
        "A N: x by yZ",
    ]


def test_what_a_value_says_is_never_read_as_a_placeholder():
    assert render("{{name}}", {"name": "{{notes}}", "notes": "secret"}) == "{{notes}}"


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("Hi {{nobody}}", "Line 1: there is no placeholder called “nobody”."),
        ("\n{{#if name}}x", "Line 2: this {{#if}} is never closed with {{/if}}."),
        ("x{{/if}}", "Line 1: this {{/if}} closes nothing."),
        ("a\n{{ name", "Line 2: a placeholder looks like {{ customerName }}."),
        ("{{ name.__class__ }}", "Line 1: there is no placeholder called “name.__class__”."),
        ("{{#if name}}" * 6 + "{{/if}}" * 6, "Line 1: blocks may lie 5 deep."),
    ],
)
def test_mistakes_are_named_with_their_line(template, words):
    with pytest.raises(TextWrong) as refused:
        check(template, KNOWN)

    assert str(refused.value) == words


@given(st.text(alphabet="ab{}#/if \nname.", max_size=60))
@settings(max_examples=100)
def test_nothing_typed_breaks_it_and_what_passes_shows_no_marks(template):
    shown = render(template, {"name": "N"})

    try:
        check(template, KNOWN)
    except TextWrong:
        return
    assert "{{" not in shown
    assert set(names_in(template)) <= KNOWN


def test_a_long_run_of_spaces_after_an_open_brace_costs_nothing():
    """Read by a pattern that shares the spaces out in every way, this would take longer than the universe."""
    for text in ("{{" + " " * 4900, "{{#if" + " " * 4900, "{{" + "\n" * 2000 + "#if" + " " * 2000):
        with pytest.raises(TextWrong):
            check(text, {"name"})
        assert render(text, {"name": "Ann"}) == text


def test_tags_may_have_spaces_and_lines_inside():
    template = "{{  name\n}}{{#if   name }}!{{  /if  }}{{\n#if\nother}}?{{/if}}"

    check(template, {"name", "other"})

    assert render(template, {"name": "Ann"}) == "Ann!"
