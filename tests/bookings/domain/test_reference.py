from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.domain.reference import ALPHABET, NotAReference, generate, parse, shown

references = st.text(ALPHABET, min_size=6, max_size=6)


def test_a_source_of_chance_decides_the_reference() -> None:
    assert generate(Random(7)) == generate(Random(7)) != generate(Random(8))


def test_no_character_is_a_vowel_or_looks_like_another() -> None:
    assert set(ALPHABET) & set("AEIOUYOQILZSB") == set()
    assert len(ALPHABET) == len(set(ALPHABET)) == 25


@pytest.mark.parametrize(
    "typed", ["C40-15X", "c40-15x", " C40 15X ", "c 4 0 1 5 x", "C4O-I5X", "c4o lSx", "C4Q–LSX", "C40.15X"]
)
def test_a_reference_is_understood_however_it_was_heard_or_read(typed: str) -> None:
    assert parse(typed) == "C4015X"


@pytest.mark.parametrize("typed", ["", "C40-15", "C40-15XX", "C40-1EX", "C40-15é", "<C4015X>", "٣40-15X"])
def test_what_cannot_be_a_reference_is_refused(typed: str) -> None:
    with pytest.raises(NotAReference):
        parse(typed)


@settings(max_examples=100, deadline=None)
@given(reference=references)
def test_what_is_shown_reads_back(reference: str) -> None:
    assert parse(shown(reference)) == parse(shown(reference).lower()) == reference


@settings(max_examples=50, deadline=None)
@given(seed=st.integers())
def test_every_generated_reference_is_one(seed: int) -> None:
    reference = generate(Random(seed))

    assert parse(reference) == reference
    assert shown(reference) == f"{reference[:3]}-{reference[3:]}"
