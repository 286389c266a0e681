"""Phone numbers as people type them."""

from __future__ import annotations

import pytest

from bookings.phones import LONGEST_TYPED, NotAPhoneNumber, as_e164, country_choices, country_of_zone


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("020 7946 0123", "GB", "+442079460123"),
        ("(020) 7946-0123", "GB", "+442079460123"),
        ("+33 6 12 34 56 78", "GB", "+33612345678"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("90-1234-5678", "JP", "+819012345678"),
        ("+61 491 570 156", "", "+61491570156"),
    ],
)
def test_a_number_is_kept_in_one_form(typed, country, kept):
    assert as_e164(typed, country) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12",
        "no phone",
        "020 7946 0123",
        "+44 20 7946 0123 ext. 7",
        "+99912345678",
        "9" * (LONGEST_TYPED + 1),
    ],
)
def test_what_no_network_would_put_through_is_refused(typed):
    with pytest.raises(NotAPhoneNumber):
        as_e164(typed, "")


def test_countries_show_their_code_first_and_stand_in_order_of_their_names():
    choices = dict(country_choices())

    assert choices["GB"] == "GB +44 Britain (UK)"
    assert choices["US"] == "US +1 United States"
    assert list(choices)[:3] == ["AF", "AL", "DZ"]
    assert len(choices) > 240


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/London", "GB"),
        ("America/New_York", "US"),
        ("Asia/Tokyo", "JP"),
        ("UTC", ""),
        ("Nowhere/Else", ""),
    ],
)
def test_a_zone_has_a_country(zone, country):
    assert country_of_zone(zone) == country
