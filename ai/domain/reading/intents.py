"""What somebody wants, by the words they use; and what nobody may be helped with."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ai.domain.reading.pieces import Pieces
from ai.domain.reading.scanning import normal
from ai.domain.reading.shapes import Intent

Danger = Literal["manipulation", "others_data"]


WORDS: dict[str, re.Pattern[str]] = {
    name: re.compile("|".join(entry["words"]))
    for name, entry in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
}
GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|good (?:morning|evening|afternoon)|hola|buenas|こんにちは|こんばんは|你好|您好)\W*$"
)
REFERENCE = re.compile(r"\b([A-Z]{2,4}-[A-Z0-9]{4,10}|(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{6,10})\b")


def danger_of(words: str) -> Danger | None:
    """What makes a message one that is not acted on; None for all others."""
    text = normal(words)
    if WORDS["manipulation"].search(text):
        return "manipulation"
    return "others_data" if WORDS["others_data"].search(text) else None


def reference_in(words: str) -> str | None:
    """A booking's reference as it stands in a message."""
    match = REFERENCE.search(words)
    return match[1] if match else None


@dataclass(frozen=True, slots=True)
class _Message:
    text: str
    pieces: Pieces
    reference: str | None

    def has(self, name: str) -> bool:
        return bool(WORDS[name].search(self.text))

    @property
    def asks_for_a_room(self) -> bool:
        of_people = self.pieces.days is not None and self.pieces.party_size is not None
        return of_people or (self.pieces.days is not None and self.pieces.minutes is not None)

    @property
    def can_be_booked(self) -> bool:
        return self.pieces.days is not None and self.pieces.start is not None

    @property
    def is_about_ones_own(self) -> bool:
        return bool(self.reference or self.pieces.more_people or self.has("own"))

    @property
    def is_about_a_time(self) -> bool:
        pieces = self.pieces
        named = (pieces.days, pieces.start, pieces.window, pieces.party_size)
        return any(each is not None for each in named) or (pieces.says_something and self.has("find"))


# The first that fits: what is surer of itself, or worse to overlook, comes before the rest.
RULES: tuple[tuple[Intent, Callable[[_Message], bool]], ...] = (
    (Intent.UNSAFE, lambda said: danger_of(said.text) is not None),
    (Intent.HUMAN_HANDOFF, lambda said: said.has("human")),
    (Intent.CANCEL_BOOKING, lambda said: said.has("cancel") and not said.has("cancel_policy")),
    (Intent.MODIFY_BOOKING, lambda said: said.has("modify") and said.is_about_ones_own),
    (Intent.BOOKING_STATUS, lambda said: said.has("status")),
    (Intent.POLICY_QUESTION, lambda said: said.has("cancel_policy")),
    (Intent.PRICE_QUOTE, lambda said: said.has("price") and not said.has("deposit")),
    (Intent.RECOMMEND, lambda said: said.has("recommend")),
    (Intent.HOURS, lambda said: said.has("hours") and not said.asks_for_a_room),
    (
        Intent.POLICY_QUESTION,
        lambda said: said.has("policy") and said.has("asks_whether") and not said.asks_for_a_room,
    ),
    (Intent.OUT_OF_SCOPE, lambda said: said.has("elsewhere")),
    (Intent.BOOK, lambda said: said.has("book") and said.can_be_booked),
    (Intent.FIND_SLOTS, lambda said: said.is_about_a_time),
    (Intent.FIND_SLOTS, lambda said: said.has("room") or (said.has("find") and said.has("book"))),
    (Intent.FIND_SLOTS, lambda said: bool(GREETING.search(said.text))),
)


def intent_of(words: str, pieces: Pieces, reference: str | None) -> Intent | None:
    """What is wanted; None where the words do not say (a turn before may)."""
    said = _Message(normal(words), pieces, reference)
    return next((intent for intent, fits in RULES if fits(said)), None)
