"""A guest's name for strangers' eyes."""

from __future__ import annotations

import pytest

from bookings.domain.short_names import LONGEST, short_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Priya Nair", "Priya N."),
        ("  Zoë  Müller-Smith ", "Zoë M."),
        ("Ana María de la Cruz", "Ana C."),
        ("Madonna", "Madonna"),
        ("priya@work.example", ""),
        ("Priya priya@work.example", "Priya"),
        ("Priya 07700900123", "Priya"),
        ("", ""),
        ("李 小龍", "李 小."),
        ("x" * 100, "x" * LONGEST),
    ],
)
def test_a_name_is_shortened_to_what_its_owner_knows(name, shown):
    assert short_name(name) == shown
