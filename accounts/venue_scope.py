"""Whose venues somebody may touch: most people all of a business's, some only theirs. Asked in one place.

`boom.access` sets the limit for a request and holds every key in its address against it; apps say of which
venue a key's row is (`locates`), and ask `may_see` where they list things or are told of a room in a form.
Nothing is limited outside of a request of somebody who is: tasks, commands and customers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from boom.core.errors import NotFound

Locator = Callable[[int], int | None]
Lister = Callable[[], list[tuple[int, str]]]

_limit: ContextVar[frozenset[int] | None] = ContextVar("boom_venue_limit", default=None)
_locators: dict[str, Locator] = {}
_listers: list[Lister] = []

# Keys in addresses of things that no venue owns. Of the record the limited only take back what they did.
# Which rule of prices a number means, its kind says too: its pages ask for themselves.
OF_NO_VENUE = frozenset(
    {
        "user_id",
        "invitation_id",
        "role_id",
        "delivery_id",
        "customer_id",
        "other_id",
        "ban_id",
        "import_id",
        "event_id",
        "rule_id",
        "finding_id",
    }
)


@contextmanager
def limited_to(venue_ids: Iterable[int]) -> Iterator[None]:
    """Run the block as somebody who may touch these venues only; none named means all."""
    token = _limit.set(frozenset(venue_ids) or None)
    try:
        yield
    finally:
        _limit.reset(token)


def present_limit() -> frozenset[int] | None:
    """The venues that whoever asks may touch; None for all."""
    return _limit.get()


def may_see(venue_id: int) -> bool:
    """Whether whoever asks may touch a venue."""
    limit = _limit.get()
    return limit is None or venue_id in limit


def insist_on_venue(venue_id: int) -> None:
    """Raises NotFound for another's venue: what is not theirs to see is not there for them."""
    if not may_see(venue_id):
        raise NotFound


def insist_on_path(keys: Mapping[str, object]) -> None:
    """Hold every key of an address against the limit. Asks nothing of the database for the unlimited.

    Raises NotFound; AssertionError for a key that nobody has said the venue of.
    """
    if _limit.get() is None:
        return
    for name, value in keys.items():
        if name in OF_NO_VENUE or not isinstance(value, int):
            continue
        if name not in _locators:
            raise AssertionError(f"say with `locates` of which venue {name!r} is")
        venue_id = _locators[name](value)
        if venue_id is not None:
            insist_on_venue(venue_id)


def locates(name: str) -> Callable[[Locator], Locator]:
    """Register who knows the venue of the row that a key in addresses means; None for no such row."""

    def register(locator: Locator) -> Locator:
        _locators[name] = locator
        return locator

    return register


def located_keys() -> set[str]:
    """The keys somebody knows the venue of (the tests ask)."""
    return set(_locators)


def lists_venues(lister: Lister) -> Lister:
    """Register who knows a business's venues, as (key, name) in their order."""
    _listers.append(lister)
    return lister


def venues_of_business() -> list[tuple[int, str]]:
    """Every venue of the business, for choosing to which somebody is limited."""
    return [venue for lister in _listers for venue in lister()]
