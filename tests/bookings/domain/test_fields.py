"""Answers to a venue's own questions, held to their kind."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.domain.fields import (
    Asked,
    Bounds,
    Kind,
    Only,
    Question,
    WrongAnswer,
    WrongAnswers,
    answer_to,
    answers_to,
)


def question(kind: Kind, asked: Asked = Asked.OPTIONAL, key: str = "1") -> Question:
    return Question(key, "Words", kind, ("Red", "Blue"), asked)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Kind.TEXT, " Ring of Fire ", "Ring of Fire"),
        (Kind.LONG, "One\nTwo", "One\nTwo"),
        (Kind.NUMBER, "12,50", "12.50"),
        (Kind.NUMBER, "-3", "-3"),
        (Kind.NUMBER, ".5", "0.5"),
        (Kind.EMAIL, "a@b.example", "a@b.example"),
        (Kind.PHONE, "+44 (20) 7946-0812", "+442079460812"),
        (Kind.CHOICE, "Blue", "Blue"),
        (Kind.TICK, "on", True),
        (Kind.TICK, "", None),
        (Kind.DATE, "2026-11-21", "2026-11-21"),
        (Kind.TIME, "21:30:00", "21:30"),
        (Kind.COLOUR, "#AbCdEf", "#abcdef"),
        (Kind.TEXT, "   ", None),
        (Kind.NUMBER, None, None),
    ],
)
def test_an_answer_is_kept_as_its_kind_has_it(kind, typed, kept):
    assert answer_to(question(kind), typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.NUMBER, "twelve"),
        (Kind.NUMBER, "NaN"),
        (Kind.NUMBER, "1e30"),
        (Kind.NUMBER, "9" * 13),
        (Kind.NUMBER, "0.1234567"),
        (Kind.EMAIL, "nobody"),
        (Kind.PHONE, "0123"),
        (Kind.CHOICE, "Green"),
        (Kind.DATE, "2026-02-30"),
        (Kind.TIME, "25:00"),
        (Kind.COLOUR, "red"),
        (Kind.TEXT, "x" * 201),
        (Kind.TEXT, "a\x00b"),
    ],
)
def test_what_is_none_of_its_kind_is_refused(kind, typed):
    with pytest.raises(WrongAnswer):
        answer_to(question(kind), typed)


def test_a_number_with_an_exponent_is_refused_before_it_is_written_out():
    """Twelve characters that would be a gigabyte of noughts."""
    with pytest.raises(WrongAnswer):
        answer_to(question(Kind.NUMBER), "1E-9999999")


def test_every_mistake_is_named_and_what_is_hidden_is_not_asked():
    asked = [
        question(Kind.NUMBER, key="1"),
        question(Kind.TEXT, Asked.REQUIRED, key="2"),
        question(Kind.TEXT, Asked.HIDDEN, key="3"),
    ]

    with pytest.raises(WrongAnswers) as refused:
        answers_to(asked, {"1": "many", "3": "secret"})

    assert refused.value.wrong == {"1": "Enter a number.", "2": "This has to be answered."}


@given(kind=st.sampled_from(Kind), typed=st.text(max_size=40))
@settings(max_examples=60)
def test_what_was_kept_is_kept_again_unchanged(kind, typed):
    try:
        kept = answer_to(question(kind), typed)
    except WrongAnswer:
        return

    assert answer_to(question(kind), kept) == kept


@pytest.mark.parametrize(
    ("kind", "bounds", "good", "bad"),
    [
        (Kind.TEXT, Bounds(least=3), "abc", "ab"),
        (Kind.LONG, Bounds(most=3), "abc", "abcd"),
        (Kind.TEXT, Bounds(only=Only.LETTERS), "Zoë O’Neill-Łuk", "R2D2"),
        (Kind.TEXT, Bounds(only=Only.DIGITS), "0017", "17a"),
        (Kind.TEXT, Bounds(only=Only.PLAIN), "R2 D2", "R2_D2"),
        (Kind.NUMBER, Bounds(least=3, most=10), "9.5", "10.5"),
        (Kind.PHONE, Bounds(least=10), "+44 20 7946 0812", "20 7946 08"),
    ],
)
def test_an_answer_is_held_to_what_the_owner_asks_of_it(kind, bounds, good, bad) -> None:
    question = Question("1", "Asked", kind, bounds=bounds)

    assert answer_to(question, good)
    with pytest.raises(WrongAnswer):
        answer_to(question, bad)


def test_bounds_say_nothing_of_what_is_left_empty() -> None:
    assert answer_to(Question("1", "Asked", Kind.TEXT, bounds=Bounds(least=3)), "") is None
