"""What a request says: form-encoded names with brackets, read one by one.

Whatever nobody read by the end is refused as unknown, as Stripe refuses it. So a parameter the stand-in does not
know cannot pass unnoticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from standins.stripe.errors import Refusal, invalid, missing

LONGEST_TEXT = 5000
LARGEST_AMOUNT = 99_999_999
# https://docs.stripe.com/metadata
METADATA_KEYS, METADATA_KEY_LENGTH, METADATA_VALUE_LENGTH = 50, 40, 500


def decode(form: str) -> dict[str, Any]:
    """`a[b][0][c]=x&d[]=y` as dictionaries and lists of text."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(form, keep_blank_values=True):
        head, *keys = re.findall(r"[^\[\]]+|(?<=\[)(?=\])", name) or [name]
        place, steps = tree, [head, *keys]
        for step in steps[:-1]:
            inner = place.setdefault(step or str(len(place)), {})
            if not isinstance(inner, dict):
                raise invalid(f"Invalid object: {head}", param=head)
            place = inner
        place[steps[-1] or str(len(place))] = value
    return {name: _with_lists(value) for name, value in tree.items()}


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _with_lists(part) for name, part in value.items()}
    if inner and all(name.isdecimal() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner


class Params:
    """One level of a request's parameters. Reading a name ticks it off."""

    def __init__(self, given: Mapping[str, Any] | None = None, path: str = "") -> None:
        self._given = dict(given or {})
        self._path = path
        self._read: set[str] = set()
        self._inner: dict[str, list[Params]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._given

    def names(self) -> list[str]:
        """What was given on this level."""
        return list(self._given)

    def full(self, name: str) -> str:
        return f"{self._path}[{name}]" if self._path else name

    def raw(self, name: str) -> Any:
        self._read.add(name)
        return self._given.get(name)

    def text(
        self,
        name: str,
        default: str | None = None,
        *,
        among: Iterable[str] | None = None,
        longest: int = LONGEST_TEXT,
    ) -> str | None:
        """The text given; None for an empty one, `default` for none."""
        if name not in self._given:
            self._read.add(name)
            return default
        value = self.raw(name)
        if not isinstance(value, str):
            raise invalid(f"Invalid string: {value}", param=self.full(name))
        if len(value) > longest:
            raise invalid(
                f"Invalid string: {value[:12]}...; must be at most {longest} characters", self.full(name)
            )
        if among is not None and value and value not in (known := list(among)):
            raise invalid(
                f"Invalid {self.full(name)}: must be one of {', '.join(known)}", param=self.full(name)
            )
        return value or None

    def needed(self, name: str, *, among: Iterable[str] | None = None) -> str:
        value = self.text(name, among=among)
        if value is None:
            raise missing(self.full(name))
        return value

    def integer(
        self, name: str, default: int | None = None, *, least: int = 0, most: int = LARGEST_AMOUNT
    ) -> int | None:
        text = self.text(name)
        if text is None:
            return default
        if not re.fullmatch(r"-?\d{1,15}", text):
            raise invalid(f"Invalid integer: {text}", param=self.full(name), code="parameter_invalid_integer")
        value = int(text)
        if value < least:
            raise invalid(f"This value must be greater than or equal to {least}.", param=self.full(name))
        if value > most:
            raise invalid(f"This value must be less than or equal to {most}.", param=self.full(name))
        return value

    def instant(self, name: str, default: int | None = None) -> int | None:
        """Seconds since 1970."""
        return self.integer(name, default, most=10**11)

    def boolean(self, name: str, default: bool | None = None) -> bool | None:
        text = self.text(name)
        if text is None:
            return default
        if text not in ("true", "false"):
            raise invalid(f"Invalid boolean: {text}", param=self.full(name))
        return text == "true"

    def decimal(self, name: str) -> float | None:
        text = self.text(name)
        if text is None:
            return None
        try:
            return float(text)
        except ValueError as error:
            raise invalid(f"Invalid decimal: {text}", param=self.full(name)) from error

    def texts(self, name: str) -> list[str]:
        value = self.raw(name)
        if value in (None, ""):
            return []
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise invalid("Invalid array", param=self.full(name))
        return list(value)

    def inner(self, name: str) -> Params:
        """The level below; an empty one when nothing was given, or an empty text (which unsets)."""
        value = self.raw(name)
        if value not in (None, "") and not isinstance(value, dict):
            raise invalid("Invalid object", param=self.full(name))
        if name not in self._inner:
            self._inner[name] = [Params(value or {}, self.full(name))]
        return self._inner[name][0]

    def each(self, name: str) -> list[Params]:
        """The entries of a list of levels."""
        value = self.raw(name)
        if value in (None, ""):
            return []
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise invalid("Invalid array", param=self.full(name))
        if name not in self._inner:
            self._inner[name] = [
                Params(entry, f"{self.full(name)}[{number}]") for number, entry in enumerate(value)
            ]
        return self._inner[name]

    def metadata(self, before: Mapping[str, str] | None = None, name: str = "metadata") -> dict[str, str]:
        """The metadata after this request: given keys replace, empty values remove, an empty text clears."""
        value = self.raw(name)
        if value is None:
            return dict(before or {})
        if value == "":
            return {}
        if isinstance(value, list):
            value = {str(number): entry for number, entry in enumerate(value)}
        if not isinstance(value, dict):
            raise invalid("Metadata must be a set of key-value pairs", param=self.full(name))
        for key, entry in value.items():
            if not isinstance(entry, str):
                raise invalid(f"Metadata values must be strings, {key} is not", param=self.full(name))
            if len(key) > METADATA_KEY_LENGTH:
                raise invalid(f"Metadata keys must be at most 40 characters: {key}", param=self.full(name))
            if len(entry) > METADATA_VALUE_LENGTH:
                raise invalid(f"Metadata values must be at most 500 characters: {key}", self.full(name))
        after = {key: entry for key, entry in (dict(before or {}) | value).items() if entry != ""}
        if len(after) > METADATA_KEYS:
            raise invalid("Metadata can have at most 50 keys", param=self.full(name))
        return after

    def unchanging(self, *names: str) -> None:
        """Parameters that are fine to give and change nothing that Boom could see."""
        for name in names:
            self._read.add(name)

    def all_of(self, name: str) -> dict[str, Any]:
        """A whole level as it was given, for what is only kept and shown again."""
        value = self.raw(name)
        return value if isinstance(value, dict) else {}

    def unread(self) -> list[str]:
        """The full names that nobody asked for."""
        own = [self.full(name) for name in self._given if name not in self._read]
        return [
            *own,
            *(name for levels in self._inner.values() for level in levels for name in level.unread()),
        ]

    def refuse_unread(self) -> None:
        """Raises Stripe's parameter_unknown for what nobody asked for."""
        if names := self.unread():
            plural = "s" if len(names) > 1 else ""
            raise Refusal(
                f"Received unknown parameter{plural}: {', '.join(names)}",
                code="parameter_unknown",
                param=names[0],
            )


def only_one(params: Params, names: Sequence[str]) -> None:
    """Raises when more than one of the names was given."""
    given = [name for name in names if params.text(name)]
    if len(given) > 1:
        raise invalid(f"You may only specify one of these parameters: {', '.join(names)}.", param=given[1])
