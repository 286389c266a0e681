"""One row of a list of customers as the columns of a customer, or what is wrong with it, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext, gettext_lazy

from bookings.domain.tables import cell
from bookings.models.customers import LONGEST_TAG, MOST_TAGS
from bookings.phones import NotAPhoneNumber, as_e164
from boom.core.errors import Invalid
from boom.core.labels import clean_label
from boom.core.spreadsheets import as_typed

LONGEST_NAME, LONGEST_EMAIL, LONGEST_TEXT, LONGEST_KEY = 120, 254, 2000, 64
YES = frozenset({"yes", "y", "true", "1", "x", "ja", "oui", "si", "sí"})

# Every field a column may be, with what people call it; and by which headings it is guessed.
FIELDS: dict[str, Any] = {
    "name": gettext_lazy("Name"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "tags": gettext_lazy("Tags"),
    "price_class": gettext_lazy("Class"),
    "wishes": gettext_lazy("Likes and needs"),
    "notes": gettext_lazy("Notes"),
    "locale": gettext_lazy("Language"),
    "news": gettext_lazy("Said yes to news"),
    "legacy_id": gettext_lazy("Number in the other system"),
}
HEADINGS: dict[str, Sequence[str]] = {
    "name": ("name", "full name", "customer", "customer name", "guest", "client", "contact", "nom", "nombre"),
    "first_name": ("first name", "given name", "forename", "vorname", "prénom"),
    "last_name": ("last name", "surname", "family name", "nachname"),
    "email": ("email", "email address", "mail", "correo"),
    "phone": ("phone", "mobile", "phone number", "telephone", "tel", "cell", "mobile number", "telefon"),
    "tags": ("tags", "labels", "groups", "tag"),
    "price_class": ("class", "customer class", "membership", "type", "category"),
    "wishes": ("likes and needs", "preferences", "wishes", "requirements"),
    "notes": ("notes", "note", "comments", "comment", "remarks", "notizen", "bemerkungen"),
    "locale": ("language", "locale", "lang", "sprache"),
    "news": ("said yes to news", "news", "newsletter", "marketing", "marketing consent", "opt in"),
    "legacy_id": ("number in the other system", "id", "customer id", "customer number", "external id"),
}


@dataclass(slots=True)
class Checked:
    """A row's values as columns of a customer, whether they said yes to news, and its problems."""

    values: dict[str, Any] = field(default_factory=dict)
    says_yes: bool = False
    problems: list[dict[str, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.values.get("name", ""))


def check_row(row: Sequence[str], mapping: Mapping[str, int], *, country: str) -> Checked:
    """Read one row. Every problem is named with its field; what is not mapped is not in `values`."""
    typed = {name: as_typed(cell(row, place)) for name, place in mapping.items()}
    found = Checked()
    for name, read in _READERS.items():
        if name not in typed and name != "name":
            continue
        try:
            found.values[name] = read(typed, country)
        except ValueError as problem:
            found.problems.append({"field": name, "words": str(problem)})
    found.says_yes = typed.get("news", "").casefold() in YES
    if not any(found.values.get(name) for name in ("email", "phone", "legacy_id")) and not found.problems:
        words = gettext("It needs an e-mail, a phone number or a number in the other system.")
        found.problems.append({"field": "email", "words": words})
    return found


def _name(typed: Mapping[str, str], _: str) -> str:
    return read_name(typed.get("name") or f"{typed.get('first_name', '')} {typed.get('last_name', '')}")


def read_name(whole: str) -> str:
    """A cell as a name. Raises ValueError with what is wrong."""
    try:
        name = clean_label(whole)
    except Invalid as refusal:
        raise ValueError(gettext("Type a name.") if not whole.strip() else refusal.message) from refusal
    return _short(name, LONGEST_NAME)


def read_email(written: str) -> str:
    """A cell as an address; empty where there is none. Raises ValueError with what is wrong."""
    email = written.lower()
    if not email:
        return ""
    try:
        validate_email(_short(email, LONGEST_EMAIL))
    except ValidationError as error:
        words = gettext("“%(typed)s” is no e-mail address.") % {"typed": email[:60]}
        raise ValueError(words) from error
    return email


def read_phone(number: str, country: str) -> str:
    """A cell as a number (E.164); empty where there is none. Raises ValueError with what is wrong."""
    if not number:
        return ""
    try:
        return as_e164(number, country)
    except NotAPhoneNumber as error:
        raise ValueError(gettext("“%(typed)s” is no phone number.") % {"typed": number[:40]}) from error


def _tags(typed: Mapping[str, str], _: str) -> list[str]:
    tags: dict[str, str] = {}
    for part in typed["tags"].replace(";", ",").split(","):
        if part.strip():
            try:
                tag = clean_label(part)
            except Invalid as refusal:
                raise ValueError(refusal.message) from refusal
            tags.setdefault(tag.casefold(), _short(tag, LONGEST_TAG))
    if len(tags) > MOST_TAGS:
        raise ValueError(gettext("At most %(count)s tags.") % {"count": MOST_TAGS})
    return list(tags.values())


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        raise ValueError(gettext("At most %(count)s characters.") % {"count": longest})
    return text


_READERS: dict[str, Callable[[Mapping[str, str], str], Any]] = {
    "name": _name,
    "email": lambda typed, _: read_email(typed["email"]),
    "phone": lambda typed, country: read_phone(typed["phone"], country),
    "tags": _tags,
    "price_class": lambda typed, _: _short(typed["price_class"], LONGEST_TAG),
    "wishes": lambda typed, _: _short(typed["wishes"], LONGEST_TEXT),
    "notes": lambda typed, _: _short(typed["notes"], LONGEST_TEXT),
    "locale": lambda typed, _: _short(typed["locale"].lower(), 16),
    "legacy_id": lambda typed, _: _short(typed["legacy_id"], LONGEST_KEY),
}
