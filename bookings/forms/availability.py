"""The question a program asks of `/availability.json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from bookings.forms.picker import Unreadable, read_day, read_minutes, read_people
from boom.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; `people` None leaves the party open."""

    day: date
    minutes: int
    people: int | None


def read_question(values: Mapping[str, str]) -> Question:
    """Read the query. Raises Invalid that names every value that cannot be used."""
    problems: dict[str, str] = {}
    day = minutes = people = None
    try:
        day = read_day(values.get("day", ""))
    except Unreadable:
        problems["day"] = gettext("A date such as 2026-11-21.")
    try:
        minutes = read_minutes(values.get("minutes", ""))
    except Unreadable:
        problems["minutes"] = gettext("Whole minutes, 1 to 1440.")
    if values.get("people"):
        try:
            people = read_people(values["people"])
        except Unreadable:
            problems["people"] = gettext("A whole number of people.")
    if day is None or minutes is None or problems:
        raise Invalid(fields=problems)
    return Question(day, minutes, people)
