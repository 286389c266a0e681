"""Where somebody came from to book: what the address they followed says (UTM), and the site they were on."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

# The five that newsletters and advertisements carry, and the other site's host.
NAMES = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "ref")
LONGEST = 100


def read_origin(values: Mapping[str, str], *, referrer: str = "", own_host: str = "") -> dict[str, str]:
    """What is known of where somebody came from: only NAMES, bounded, printable; nothing when nothing is.

    `referrer` is the address of the page before; a page of `own_host` tells nothing new.
    """
    found = {name: _clean(values.get(name, "")) for name in NAMES}
    if not found["ref"]:
        found["ref"] = _host(referrer) if _host(referrer) != own_host.lower() else ""
    return {name: value for name, value in found.items() if value}


def in_words(origin: Mapping[str, str]) -> str:
    """Give "newsletter, email, autumn" or the site's name."""
    named = [origin[name] for name in NAMES if origin.get(name)]
    return ", ".join(dict.fromkeys(named))


def _clean(value: str) -> str:
    kept = "".join(sign if sign.isprintable() else " " for sign in value)
    return " ".join(kept.split())[:LONGEST]


def _host(address: str) -> str:
    try:
        return _clean(urlsplit(address).hostname or "")
    except ValueError:
        return ""
