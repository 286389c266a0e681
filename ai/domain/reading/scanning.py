"""A message while it is read: what one rule has understood, no other rule reads again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

TAKEN = "\x00"


class Scanner:
    """The words of a message, in lower case; what was taken is blanked out, so that positions stay."""

    def __init__(self, words: str) -> None:
        self.text = normal(words)
        self.whole = self.text

    def first(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first place where the pattern is found in what is left; it is taken."""
        if match := pattern.search(self.text):
            self.take(match)
        return match

    def each(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Every place where it is found, one after the other; each is taken."""
        while match := self.first(pattern):
            yield match

    def take(self, match: re.Match[str]) -> None:
        start, end = match.span()
        self.text = self.text[:start] + TAKEN * (end - start) + self.text[end:]

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern is anywhere in the message, taken or not."""
        return bool(pattern.search(self.whole))


def normal(words: str) -> str:
    """Lower case; figures and signs in their plain forms, whatever keyboard they came from."""
    plain = unicodedata.normalize("NFKC", words).lower()
    for odd, even in (("’", "'"), ("‘", "'"), ("–", "-"), ("—", "-"), ("〜", "~"), ("～", "~"), (TAKEN, " ")):
        plain = plain.replace(odd, even)
    return plain
