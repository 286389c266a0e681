"""Where somebody came from: only what is meant for it, bounded."""

from __future__ import annotations

import pytest

from bookings.domain.origins import LONGEST, in_words, read_origin


def test_only_the_known_names_are_kept():
    values = {"utm_source": "newsletter", "utm_campaign": " autumn\n ", "day": "2026-11-21", "utm_x": "y"}

    assert read_origin(values) == {"utm_source": "newsletter", "utm_campaign": "autumn"}


@pytest.mark.parametrize(
    ("referrer", "ref"),
    [
        ("https://www.instagram.com/some/path?q=1", "www.instagram.com"),
        ("http://velvet.localhost:8000/?day=1", ""),
        ("not an address", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_the_site_before_is_kept_by_name_unless_it_is_ours(referrer: str, ref: str):
    assert read_origin({}, referrer=referrer, own_host="Velvet.localhost").get("ref", "") == ref


def test_what_travels_along_is_not_overwritten_by_the_page_before():
    assert read_origin({"ref": "a.example"}, referrer="https://b.example/") == {"ref": "a.example"}


def test_nothing_grows_beyond_its_bound():
    assert len(read_origin({"utm_source": "x" * 5000})["utm_source"]) == LONGEST


def test_it_reads_in_the_order_of_the_names_without_repeats():
    assert (
        in_words({"ref": "mail.example", "utm_source": "news", "utm_medium": "news"}) == "news, mail.example"
    )
