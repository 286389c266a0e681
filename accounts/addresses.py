"""E-mail addresses that log in, in the spelling people type and in the one Boom Karaoke stored.

That app rewrote an address when it was registered and again at each log-in, by the rules of validator.js'
`normalizeEmail`: small letters, and sub-addresses and Gmail's dots removed. Its accounts came over with the
rewritten address, so whoever goes on typing their own has to be found all the same.
"""

from __future__ import annotations

import re

_GMAIL = frozenset({"gmail.com", "googlemail.com"})
_ICLOUD = frozenset({"icloud.com", "me.com"})
_YAHOO = re.compile(r"yahoo\.(com|ca|co\.uk|de|fr|in|it)|ymail\.com|rocketmail\.com")
# That list named some seventy national addresses of these; trying one more than it did harms nobody, since
# the address as typed is always tried first.
_OUTLOOK = re.compile(r"(hotmail|live|outlook)\.[a-z]{2,3}(\.[a-z]{2})?|msn\.com|passport\.com")
_YANDEX = re.compile(r"yandex\.(ru|ua|kz|com|by)|ya\.ru")
_SINGLE_DOT = re.compile(r"(?<!\.)\.(?!\.)")


def spellings(address: str) -> tuple[str, ...]:
    """The ways to look an address up: as typed in small letters, then as the old app stored it."""
    typed = address.strip().lower()
    rewritten = legacy_spelling(typed)
    return (typed,) if rewritten in {typed, None} else (typed, str(rewritten))


def legacy_spelling(address: str) -> str | None:
    """The address as Boom Karaoke stored it, or None when nothing would have been left of it."""
    local, _, domain = address.strip().lower().rpartition("@")
    if domain in _GMAIL:
        local, domain = _SINGLE_DOT.sub("", local.split("+", maxsplit=1)[0]), "gmail.com"
    elif domain in _ICLOUD or _OUTLOOK.fullmatch(domain):
        local = local.split("+", maxsplit=1)[0]
    elif _YAHOO.fullmatch(domain):
        # What follows the last hyphen; an address without one is whole.
        local = local.rpartition("-")[0] if "-" in local else local
    elif _YANDEX.fullmatch(domain):
        domain = "yandex.ru"
    return f"{local}@{domain}" if local else None
