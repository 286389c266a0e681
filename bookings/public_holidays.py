"""The public holidays of a country, from the library that keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import holidays

from boom.core.errors import NotFound


class CountryUnknown(NotFound):
    code = "country-unknown"
    message = "No public holidays are known for that country."


@dataclass(frozen=True, slots=True, order=True)
class Holiday:
    """A day and what it is called there."""

    day: date
    name: str


def countries() -> dict[str, list[str]]:
    """Every country whose holidays are known, by its two letters, with the names of its parts."""
    return dict(sorted(holidays.list_supported_countries(include_aliases=False).items()))


def holidays_of(country: str, first: date, last: date, *, part: str = "") -> list[Holiday]:
    """The public holidays of a country (or a part of it, as `countries` names it) from one day to another.

    Both days included, by date; in the country's own language, or English where the library has no other.
    Raises CountryUnknown.
    """
    known = countries()
    if country not in known or (part and part not in known[country]):
        raise CountryUnknown
    years = range(first.year, last.year + 1)
    found = holidays.country_holidays(country, subdiv=part or None, years=years)
    return sorted(Holiday(day, name) for day, name in found.items() if first <= day <= last)
