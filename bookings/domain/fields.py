"""Questions a venue asks of its own: what kinds of answers there are, and how one is held to its kind.

Answers are kept as JSON: texts, whole or decimal numbers as text, true for a tick; nothing for no answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

LONGEST_TEXT = 200
LONGEST_LONG = 2000
MOST_CHOICES = 40
LONGEST_CHOICE = 80
# Plain digits: written out, "1E-999999999" would be a text of a thousand million noughts.
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,13}(?:\.[0-9]{0,6})?|\.[0-9]{1,6})")
LARGEST = Decimal(10) ** 12
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[1-9][0-9]{7,15}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

Answer = str | bool


class Kind(StrEnum):
    """What is typed into a field."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    EMAIL = "email"
    PHONE = "phone"
    CHOICE = "choice"
    TICK = "tick"
    DATE = "date"
    TIME = "time"
    COLOUR = "colour"


class Asked(StrEnum):
    """Whether a form has a field, and whether it must be filled in."""

    HIDDEN = "hidden"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Only(StrEnum):
    """What a text may be made of."""

    ANYTHING = ""
    LETTERS = "letters"
    DIGITS = "digits"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the owner asks of an answer beside its kind: of a number its size, of a phone number how many
    digits, of any other text how many characters and which. No expressions of theirs are run.
    """

    least: int | None = None
    most: int | None = None
    only: Only = Only.ANYTHING


FREE = Bounds()


class WrongAnswer(ValueError):
    """A value is none of its field's kind; the text says what would be."""


@dataclass(frozen=True, slots=True)
class Question:
    """A field as its form asks it: `key` names the answer, `asked` says how much this form wants it."""

    key: str
    label: str
    kind: Kind
    choices: tuple[str, ...] = ()
    asked: Asked = Asked.OPTIONAL
    bounds: Bounds = FREE


def answer_to(question: Question, value: object) -> Answer | None:
    """The answer as it is kept; None for none. Raises WrongAnswer."""
    if question.kind == Kind.TICK:
        return True if value in {True, "true", "on", "1"} else None
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    if len(text) > (LONGEST_LONG if question.kind == Kind.LONG else LONGEST_TEXT):
        raise WrongAnswer("Shorten this.")
    if "\x00" in text:
        raise WrongAnswer("This has a character that cannot be kept.")
    check = _CHECKS.get(question.kind)
    answer = check(question, text) if check else text
    insist_on_bounds(question.bounds, question.kind, answer)
    return answer


def insist_on_bounds(bounds: Bounds, kind: Kind, text: str) -> None:
    """Hold an answer that is there to what the owner asks of it. Raises WrongAnswer."""
    if kind not in BOUNDED:
        return
    if kind == Kind.NUMBER:
        size, thing = Decimal(text), ""
    elif kind == Kind.PHONE:
        size, thing = Decimal(sum(char.isdigit() for char in text)), " digits"
    else:
        size, thing = Decimal(len(text)), " characters"
    if bounds.least is not None and size < bounds.least:
        raise WrongAnswer(f"Enter at least {bounds.least}{thing}.")
    if bounds.most is not None and size > bounds.most:
        raise WrongAnswer(f"Enter at most {bounds.most}{thing}.")
    if kind in TEXTS and bounds.only and not _MADE_OF[bounds.only](text):
        raise WrongAnswer(_SAYS[bounds.only])


def answers_to(questions: Iterable[Question], values: Mapping[str, object]) -> dict[str, Answer]:
    """All answers of a form, by key, those left out gone. Raises WrongAnswers with all mistakes by key."""
    kept: dict[str, Answer] = {}
    wrong: dict[str, str] = {}
    for question in questions:
        if question.asked == Asked.HIDDEN:
            continue
        try:
            answer = answer_to(question, values.get(question.key))
        except WrongAnswer as error:
            wrong[question.key] = str(error)
            continue
        if answer is not None:
            kept[question.key] = answer
        elif question.asked == Asked.REQUIRED:
            wrong[question.key] = "This has to be answered."
    if wrong:
        raise WrongAnswers(wrong)
    return kept


class WrongAnswers(ValueError):
    """What is wrong, by the question's key."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__("; ".join(wrong.values()))
        self.wrong = dict(wrong)


TEXTS = frozenset({Kind.TEXT, Kind.LONG})
BOUNDED = TEXTS | {Kind.NUMBER, Kind.PHONE}
# Spaces and hyphens stand between letters of any alphabet.
_MADE_OF: dict[Only, Callable[[str], bool]] = {
    Only.LETTERS: lambda text: all(char.isalpha() or char in " -'’." for char in text),
    Only.DIGITS: lambda text: all(char.isdecimal() for char in text),
    Only.PLAIN: lambda text: all(char.isalnum() or char in " -" for char in text),
}
_SAYS = {
    Only.LETTERS: "Enter letters only.",
    Only.DIGITS: "Enter digits only.",
    Only.PLAIN: "Enter letters and digits only.",
}


def _number(_: Question, text: str) -> str:
    plain = text.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise WrongAnswer("Enter a number.")
    if abs(Decimal(plain)) > LARGEST:
        raise WrongAnswer("Enter a number of at most twelve digits.")
    return format(Decimal(plain), "f")


def _choice(question: Question, text: str) -> str:
    if text not in question.choices:
        raise WrongAnswer("Choose one of the list.")
    return text


def _date(_: Question, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise WrongAnswer("Enter a date such as 2026-11-21.") from error


def _time(_: Question, text: str) -> str:
    try:
        return time.fromisoformat(text).strftime("%H:%M")
    except ValueError as error:
        raise WrongAnswer("Enter a time such as 21:30.") from error


def _email(_: Question, text: str) -> str:
    if not _EMAIL.fullmatch(text):
        raise WrongAnswer("Enter an address such as name@example.com.")
    return text


def _phone(_: Question, text: str) -> str:
    # The old app's rule: 8 to 16 digits, a plus if they like, no leading nought.
    digits = re.sub(r"[\s().-]", "", text)
    if not _PHONE.fullmatch(digits):
        raise WrongAnswer("Enter 8 to 16 digits, with the country if you like: +44 20 7946 0812.")
    return digits


def _colour(_: Question, text: str) -> str:
    if not _COLOUR.fullmatch(text):
        raise WrongAnswer("Enter a colour such as #5b1a4a.")
    return text.lower()


_CHECKS = {
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.COLOUR: _colour,
}
