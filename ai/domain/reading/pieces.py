"""What one stretch of words says, before corrections and earlier turns are put together with it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from ai.domain.reading.shapes import Budget, Days, Window


@dataclass(slots=True)
class Pieces:
    """Slots as found; `start` in minutes after midnight of `days`, beyond 1440 on the next day.

    Attributes:
        is_night: It is about a night, so what begins before morning belongs to the next date.
        is_open: The start was written without its half of the day.
        last: The slot that was read last, by its place in the words: what a correction corrects.
        rest: What no rule understood.
    """

    days: Days | None = None
    start: int | None = None
    window: Window | None = None
    minutes: int | None = None
    party_size: int | None = None
    more_people: int | None = None
    budget: Budget | None = None
    room: str | None = None
    requests: tuple[str, ...] = ()
    is_night: bool = False
    is_open: bool = False
    last: str | None = None
    phrases: dict[str, str] = field(default_factory=dict)
    rest: str = ""

    def over(self, earlier: Pieces) -> Pieces:
        """These, and what only the earlier ones say. Another start or window takes the place of both."""
        both = Pieces()
        for each in fields(Pieces):
            mine, theirs = getattr(self, each.name), getattr(earlier, each.name)
            if each.name in {"start", "window"} and (self.start is not None or self.window is not None):
                theirs = None
            setattr(both, each.name, theirs if mine is None else mine)
        both.requests = tuple(dict.fromkeys([*earlier.requests, *self.requests]))
        both.phrases = earlier.phrases | self.phrases
        both.rest = earlier.rest + self.rest
        both.is_night = self.is_night or (earlier.is_night and self.start is None)
        return both

    @property
    def says_something(self) -> bool:
        return any(
            getattr(self, name) is not None
            for name in ("days", "start", "window", "minutes", "party_size", "budget", "room")
        )
