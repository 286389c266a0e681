"""The kinds of values that requests are made of, each bounded, with its schema for the document."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any

from django import forms
from django.core.exceptions import ValidationError
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, Strict
from pydantic import StringConstraints as Text

from boom.core.errors import Invalid

FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
LARGEST_ID = 2**63 - 1
# No control characters on one line; no NUL, which the database cannot hold, in several.
LINE = r"^[^\x00-\x1f\x7f]*$"
LINES = r"^[^\x00]*$"


def _is_text(value: Any) -> Any:
    """ISO 8601 only: a number is no instant here, whatever a library makes of it."""
    if not isinstance(value, str | date):
        raise ValueError("Write it as ISO 8601 has it.")  # noqa: TRY004 - pydantic wants ValueError
    return value


def _within(value: datetime) -> datetime:
    if not FIRST <= value < LAST:
        raise ValueError("Give an instant between 2000 and 2100.")
    return value.astimezone(UTC)


def _day_within(value: date) -> date:
    if not FIRST.date() <= value < LAST.date():
        raise ValueError("Give a date between 2000 and 2100.")
    return value


Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Instant = Annotated[
    AwareDatetime,
    BeforeValidator(_is_text),
    AfterValidator(_within),
    Field(description="ISO 8601 with an offset or Z.", examples=["2026-11-28T20:00:00Z"]),
]
Day = Annotated[
    date,
    BeforeValidator(_is_text),
    AfterValidator(_day_within),
    Field(description="ISO 8601. A business night bears the date of its opening.", examples=["2026-11-28"]),
]
# In bodies: JSON's own numbers and truths, not texts that look like them.
Key = Annotated[int, Strict(), Field(ge=1, le=LARGEST_ID)]
Flag = Annotated[bool, Strict()]
Minor = Annotated[
    int,
    Strict(),
    Field(ge=0, le=10**12, description="In the smallest coin of the currency.", examples=[4500]),
]


def whole(least: int, most: int) -> Any:
    """Whole, and within bounds; the rule in `Annotated[int, …]`."""
    return Field(strict=True, ge=least, le=most)


def line(longest: int, *, shortest: int = 0) -> Text:
    """On one line; the rule in `Annotated[str, …]`."""
    return Text(min_length=shortest, max_length=longest, pattern=LINE, strip_whitespace=shortest > 0)


def lines(longest: int) -> Text:
    """With line breaks or without; the rule in `Annotated[str, …]`."""
    return Text(max_length=longest, pattern=LINES)


class Body(BaseModel):
    """What a request sends: names that are not known are refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class Parameters(BaseModel):
    """What stands behind an address's question mark; `boom.rest.endpoints` refuses names not known."""


class Shape(BaseModel):
    """What an answer is made of."""

    model_config = ConfigDict(frozen=True)


def _only_its_key(schema: dict[str, Any]) -> None:
    schema["required"] = [name for name in ("id",) if name in schema.get("properties", {})]


class Sparse(Shape):
    """A shape of which `fields` may ask for a part: only its key is always there."""

    model_config = ConfigDict(frozen=True, json_schema_extra=_only_its_key)


class Amount(Shape):
    """A sum of money."""

    amount_minor: int = Field(description="In the smallest coin of the currency.", examples=[4500])
    currency: str = Field(description="ISO 4217.", examples=["GBP"])


def cleaned(rules: dict[str, tuple[forms.Field, Any]]) -> dict[str, Any]:
    """Hold values to the fields that forms hold them to, all at once. Raises Invalid, naming the fields."""
    found, wrong = {}, {}
    for name, (rule, value) in rules.items():
        try:
            found[name] = rule.clean(value)
        except ValidationError as error:
            wrong[name] = " ".join(error.messages)
    if wrong:
        raise Invalid(" ".join(wrong.values()), fields=wrong)
    return found


def cleaned_form(form: forms.BaseForm) -> dict[str, Any]:
    """What a page's form makes of the same values. Raises Invalid, naming the fields."""
    if not form.is_valid():
        wrong = {name: " ".join(map(str, words)) for name, words in form.errors.items()}
        raise Invalid(" ".join(wrong.values()), fields=wrong)
    return dict(form.cleaned_data)
