"""E-mail addresses, phone numbers and password hashes as the old app stored them."""

from __future__ import annotations

import re
from importlib import resources

import phonenumbers

from integrations.legacy.cells import Cell, filled, storable

# RFC 5321, 4.5.3.1.3 with erratum 1690: no longer address can be delivered to.
LONGEST_EMAIL = 254

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_BCRYPT = re.compile(r"\$2[aby]\$(?P<cost>[0-9]{2})\$[./A-Za-z0-9]{53}")
_GMAIL = re.compile(r"(?P<local>[^+]+)(\+.*)?@(gmail|googlemail)\.com")

# The old app wrote cost 10. Far above it, checking one password would keep a processor busy for minutes.
LEAST_COST, MOST_COST = 4, 16


def read_email(cell: Cell) -> str | None:
    """The address in small letters, or None where there is none or it cannot be one."""
    text = filled(cell)
    if text is None or len(text) > LONGEST_EMAIL or not _EMAIL.fullmatch(text) or storable(text) != text:
        return None
    return text.lower()


def mailbox(email: str) -> str:
    """One name for all spellings of one mailbox: Gmail ignores dots and what follows a plus sign."""
    gmail = _GMAIL.fullmatch(email.lower())
    return f"{gmail['local'].replace('.', '')}@gmail.com" if gmail else email.lower()


def read_phone(phone: str, country: str) -> str:
    """The number in E.164 (+12125550183) if it is a whole one, read as in `country`, else as typed."""
    typed = phone.strip()
    try:
        number = phonenumbers.parse(typed, country or None)
    except phonenumbers.NumberParseException:
        return typed
    # A number that is only right within its town lacks its area code: nobody could call it from elsewhere.
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return typed
    if number.extension:
        return typed
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def country_of(zone: str) -> str:
    """The ISO 3166 code of the country an IANA zone is for, or empty text for a zone of none (UTC)."""
    table = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text()
    for line in table.splitlines():
        if not line.startswith("#") and line.split("\t")[2] == zone:
            return line[:2]
    return ""


def phone_digits(phone: str) -> str:
    """The digits of a number however it is spaced; a leading + or 00 is left out."""
    return re.sub(r"[^0-9]", "", phone).removeprefix("00")


def kept_hash(cell: Cell) -> str | None:
    """The bcrypt hash in the cell if the old password can keep working with it, else None (R7)."""
    text = filled(cell) or ""
    hashed = _BCRYPT.fullmatch(text)
    return text if hashed and LEAST_COST <= int(hashed["cost"]) <= MOST_COST else None
