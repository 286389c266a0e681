"""What a domain's DNS says of mails in its name: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

# The texts of a name; none where there are none. Whoever gives it raises what it likes where nobody answers.
Texts = Callable[[str], Sequence[str]]

# RFC 7208, 4.6.4: who checks asks no more often.
MOST_LOOKUPS = 10
# What the large mail services call their keys, for whoever does not know the name of theirs.
USUAL_SELECTORS = ("default", "google", "selector1", "selector2", "mail", "dkim", "k1", "s1")


class Finding(StrEnum):
    """How one of the three stands."""

    GOOD = "good"
    MISSING = "missing"
    SEVERAL = "several"
    # SPF: Boom's server is not among those that may send.
    NOT_OURS = "not_ours"
    # SPF: everybody may send.
    OPEN = "open"
    # DKIM: the key was taken back.
    REVOKED = "revoked"
    # DKIM: no name of a key is known, and none of the usual ones is there.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Records:
    """How a domain's three records stand."""

    spf: Finding
    dkim: Finding
    dmarc: Finding


def check_records(domain: str, *, selector: str, must_include: str, texts: Texts) -> Records:
    """How a domain stands. `must_include`: the name whose servers its SPF has to let send; empty for any.

    `selector`: what its DKIM key is called; empty where nobody knows.
    """
    return Records(
        spf=_spf(domain, must_include, texts),
        dkim=_dkim(domain, selector, texts),
        dmarc=_dmarc(domain, texts),
    )


def _spf(domain: str, must_include: str, texts: Texts) -> Finding:
    found = _spf_of(domain, texts)
    if len(found) != 1:
        return Finding.SEVERAL if found else Finding.MISSING
    terms = found[0].lower().split()[1:]
    if {"all", "+all"} & set(terms):
        return Finding.OPEN
    if must_include and not _includes(terms, must_include.lower(), texts):
        return Finding.NOT_OURS
    return Finding.GOOD


def _spf_of(domain: str, texts: Texts) -> list[str]:
    return [text for text in texts(domain) if text.lower().split(" ")[0] == "v=spf1"]


def _includes(terms: Sequence[str], wanted: str, texts: Texts) -> bool:
    """Whether a record leads to a name by includes and redirects, as far as whoever checks would follow."""
    waiting, asked = list(_led_to(terms)), set[str]()
    while waiting and len(asked) < MOST_LOOKUPS:
        name = waiting.pop(0)
        if name == wanted:
            return True
        if name not in asked:
            asked.add(name)
            for record in _spf_of(name, texts)[:1]:
                waiting.extend(_led_to(record.lower().split()[1:]))
    return False


def _led_to(terms: Sequence[str]) -> list[str]:
    starts = ("include:", "+include:", "redirect=")
    return [term[len(start) :].rstrip(".") for term in terms for start in starts if term.startswith(start)]


def _dkim(domain: str, selector: str, texts: Texts) -> Finding:
    for name in [selector] if selector else USUAL_SELECTORS:
        for text in texts(f"{name}._domainkey.{domain}"):
            tags = _tags(text)
            if "p" in tags:
                return Finding.GOOD if tags["p"] else Finding.REVOKED
    return Finding.MISSING if selector else Finding.UNKNOWN


def _dmarc(domain: str, texts: Texts) -> Finding:
    """The domain's own, or that of one above it, which holds for it as well."""
    parts = domain.split(".")
    for name in [".".join(parts[start:]) for start in range(max(len(parts) - 1, 1))]:
        found = [text for text in texts(f"_dmarc.{name}") if _tags(text).get("v", "").upper() == "DMARC1"]
        if found:
            return Finding.GOOD if len(found) == 1 else Finding.SEVERAL
    return Finding.MISSING


def _tags(text: str) -> dict[str, str]:
    """The `name=value` of a record."""
    pairs = (part.partition("=") for part in text.split(";") if "=" in part)
    return {name.strip().lower(): "".join(value.split()) for name, _equals, value in pairs}
