"""What open pages are told of the bell: that there is something new on it, never what. They fetch that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boom.core.live import ALERTS, Fact, Notice, announces


@announces("alert.raised")
def tell_of_alerts(facts: Sequence[Fact], version: str) -> Iterator[Notice]:
    """One message however many there are, with the newest one's number."""
    yield Notice(ALERTS, {"t": "alert", "n": max(fact.payload["alert"] for fact in facts)})
