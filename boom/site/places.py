"""What the sign-up form offers to choose from: time zones by region, currencies with the usual ones first."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from zoneinfo import available_timezones

from boom.core.money import EXPONENTS

Choices = list[tuple[str, str]]
Groups = list[tuple[str, Choices]]

REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)

USUAL = {
    "AUD": "Australian dollar",
    "BRL": "Brazilian real",
    "CAD": "Canadian dollar",
    "CHF": "Swiss franc",
    "CNY": "Chinese yuan",
    "CZK": "Czech koruna",
    "DKK": "Danish krone",
    "EUR": "Euro",
    "GBP": "Pound sterling",
    "HKD": "Hong Kong dollar",
    "INR": "Indian rupee",
    "JPY": "Japanese yen",
    "KRW": "South Korean won",
    "MXN": "Mexican peso",
    "NOK": "Norwegian krone",
    "NZD": "New Zealand dollar",
    "PHP": "Philippine peso",
    "PLN": "Polish złoty",
    "SEK": "Swedish krona",
    "SGD": "Singapore dollar",
    "THB": "Thai baht",
    "TWD": "New Taiwan dollar",
    "USD": "US dollar",
    "VND": "Vietnamese đồng",
    "ZAR": "South African rand",
}
# In ISO 4217, but nobody pays at a desk in them.
UNITS_OF_ACCOUNT = frozenset({"BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW"})


@cache
def time_zones() -> Groups:
    """Every place's zone, by region; old names too, since browsers still report some of them."""
    names = sorted(name for name in available_timezones() if name.partition("/")[0] in REGIONS)
    groups = [
        (region, [(name, _place(name)) for name in members])
        for region, members in groupby(names, key=lambda name: name.partition("/")[0])
    ]
    return [*groups, ("Elsewhere", [("UTC", "UTC")])]


@cache
def currencies() -> Groups:
    """The usual currencies with their names, then all others by their codes."""
    usual = [(code, f"{name} ({code})") for code, name in sorted(USUAL.items(), key=lambda item: item[1])]
    others = sorted(EXPONENTS.keys() - USUAL.keys() - UNITS_OF_ACCOUNT)
    return [("Usual", usual), ("All others", [(code, code) for code in others])]


def _place(name: str) -> str:
    """`America/Argentina/Buenos_Aires` as people read it: "Buenos Aires, Argentina"."""
    *regions, place = name.replace("_", " ").split("/")
    return f"{place}, {regions[1]}" if len(regions) > 1 else place
