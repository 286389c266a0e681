"""Which names a business may take as its address."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.models import ReleasedSubdomain
from tenants.selectors import free_subdomains_like, why_subdomain_unusable
from tenants.subdomains import RESERVED, subdomain_problem, suggest_subdomain

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOST_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")


@pytest.mark.parametrize("name", ["luna", "luna-bar", "the-3-rooms", "a1b", "007", "x" * 40])
def test_ordinary_names_can_be_had(name):
    assert subdomain_problem(name) is None


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "Use at least 3 characters."),
        ("ab", "Use at least 3 characters."),
        ("x" * 41, "Use at most 40 characters."),
        ("Luna", "Use small letters a to z, digits and hyphens; start and end with a letter or digit."),
        ("-luna", "Use small letters a to z, digits and hyphens; start and end with a letter or digit."),
        ("luna-", "Use small letters a to z, digits and hyphens; start and end with a letter or digit."),
        ("lu.na", "Use small letters a to z, digits and hyphens; start and end with a letter or digit."),
        ("lüna", "Use small letters a to z, digits and hyphens; start and end with a letter or digit."),
        ("luna\n", "Use small letters a to z, digits and hyphens; start and end with a letter or digit."),
        ("xn--luna", "Two hyphens in third place are reserved on the internet."),
        ("lu--na", "Two hyphens in third place are reserved on the internet."),
        ("admin", "This name is reserved."),
        ("sign-in", "This name is reserved."),
        ("web-mail", "This name is reserved."),
    ],
)
def test_others_are_refused_in_words(name, problem):
    assert subdomain_problem(name) == problem


def test_every_reserved_name_is_refused_also_with_hyphens_in_it():
    spread = {f"{name[:2]}-{name[2:]}" for name in RESERVED if len(name) > 3 and "-" not in name}

    assert [name for name in RESERVED | spread if subdomain_problem(name) is None] == []


@given(st.text(max_size=60))
def test_whatever_passes_is_a_host_label_and_nothing_else_passes(name):
    if subdomain_problem(name) is None:
        assert HOST_LABEL.fullmatch(name)
        assert 3 <= len(name) <= 40


@pytest.mark.parametrize(
    ("business", "address"),
    [
        ("Luna Karaoké & Co", "luna-karaoke-co"),
        ("  The 3 Rooms!  ", "the-3-rooms"),
        ("Ångström", "angstrom"),
        ("カラオケ", ""),
        ("Admin", ""),
        ("A", ""),
        ("x" * 60, "x" * 40),
        ("a" * 39 + " bar", "a" * 39),
    ],
)
def test_a_name_suggests_an_address(business, address):
    assert suggest_subdomain(business) == address


@given(st.text(max_size=200))
def test_a_suggestion_can_always_be_had(business):
    suggested = suggest_subdomain(business)

    assert suggested == "" or subdomain_problem(suggested) is None


def test_a_taken_name_says_so_and_others_near_it_are_free(public):
    assert why_subdomain_unusable("twin-a", now=NOW) == "That address is taken. Try another."
    assert free_subdomains_like("twin-a", now=NOW) == ["twin-a-2", "twin-a-3", "twin-a-4"]


def test_names_near_the_longest_are_still_names(public):
    free = free_subdomains_like("x" * 40, now=NOW)

    assert [subdomain_problem(name) for name in free] == [None, None, None]


def test_a_name_let_go_rests_before_anybody_may_take_it(public):
    ReleasedSubdomain.objects.create(subdomain="old-luna", free_from=NOW + timedelta(days=90))

    before = why_subdomain_unusable("old-luna", now=NOW + timedelta(days=89))
    after = why_subdomain_unusable("old-luna", now=NOW + timedelta(days=90))

    assert (before, after) == ("That address is taken. Try another.", None)
