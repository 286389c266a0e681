"""Phone numbers as people type them, and as we keep them (E.164)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources

import phonenumbers

LONGEST_TYPED = 40
# Regions that numbers know and the zone database does not name.
_NAMES_BESIDES = {"AC": "Ascension Island", "TA": "Tristan da Cunha", "XK": "Kosovo"}


class NotAPhoneNumber(ValueError):
    """Nobody can be reached by that."""


def as_e164(typed: str, country: str) -> str:
    """A number as typed, in E.164 ("+442079460123"). Read as of `country` (ISO 3166) unless it begins with +.

    Raises NotAPhoneNumber for what no phone network would put through.
    """
    if len(typed) > LONGEST_TYPED:
        raise NotAPhoneNumber
    try:
        number = phonenumbers.parse(typed, country or None)
    except phonenumbers.NumberParseException as error:
        raise NotAPhoneNumber from error
    if number.extension or not phonenumbers.is_valid_number(number):
        raise NotAPhoneNumber
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@cache
def country_choices() -> tuple[tuple[str, str], ...]:
    """Countries to choose from, by name: ("GB", "GB +44 Britain (UK)").

    The code stands first, as it is all that shows once the list is closed.
    """
    names = {**dict(_rows("iso3166.tab")), **_NAMES_BESIDES}
    known = [(names[region], region) for region in phonenumbers.SUPPORTED_REGIONS if region in names]
    return tuple(
        (region, f"{region} +{phonenumbers.country_code_for_region(region)} {name}")
        for name, region in sorted(known)
    )


def country_of_zone(zone: str) -> str:
    """The country most people of a time zone live in ("GB" for Europe/London), or an empty text."""
    return _countries_of_zones().get(zone, "")


@cache
def _countries_of_zones() -> dict[str, str]:
    # zone.tab names one country a zone, the place's own; zone1970.tab lists several.
    return {columns[2]: columns[0] for columns in _table("zone.tab")}


def _rows(name: str) -> Iterator[tuple[str, str]]:
    return ((columns[0], columns[1]) for columns in _table(name))


def _table(name: str) -> Iterator[list[str]]:
    """The rows of one of the zone database's tables, in the public domain and kept current with it."""
    table = resources.files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
    return (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
