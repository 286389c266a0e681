"""Stripe's lists: newest first, pages by cursor (https://docs.stripe.com/api/pagination)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from standins.stripe.books import Books
from standins.stripe.errors import invalid, unknown_object
from standins.stripe.params import Params
from standins.stripe.store import NO_END, Obj

USUAL_LIMIT, LARGEST_LIMIT = 10, 100


def listing(
    books: Books,
    params: Params,
    kind: str,
    url: str,
    *,
    keep: Callable[[Obj], bool] | None = None,
    not_before: int = 0,
    **wanted: Any,
) -> Obj:
    """One page of a kind, of those made `not_before` an instant.

    `wanted` are paths (`a__b`) and the values they must have; None asks for nothing.
    """
    limit = params.integer("limit", USUAL_LIMIT, least=1, most=LARGEST_LIMIT) or USUAL_LIMIT
    before, after = _cursors(books, params)
    since, until = _created(params)
    since = max(since, not_before)
    paths = {name.replace("__", "."): value for name, value in wanted.items() if value is not None}
    found = books.store.find(
        books.account,
        kind,
        paths,
        before=before,
        after=after,
        since=since,
        until=until,
        most=-1 if keep else limit + 1,
    )
    if keep:
        found = [obj for obj in found if keep(obj)]
    has_more = len(found) > limit
    page = found[-limit:] if after is not None else found[:limit]
    return {"object": "list", "data": page, "has_more": has_more, "url": url}


def whole(url: str, data: list[Obj]) -> Obj:
    """A list inside another object, complete."""
    return {"object": "list", "data": data, "has_more": False, "url": url}


def _cursors(books: Books, params: Params) -> tuple[int | None, int | None]:
    before, after = params.text("starting_after"), params.text("ending_before")
    if before and after:
        raise invalid("You may only specify one of these parameters: ending_before, starting_after.")
    places = []
    for name, key in (("starting_after", before), ("ending_before", after)):
        place = books.store.place(books.account, key) if key else None
        if key and place is None:
            raise unknown_object("object", key, name)
        places.append(place)
    return places[0], places[1]


def _created(params: Params) -> tuple[int, int]:
    """The bounds of `created`, both inclusive."""
    if isinstance(given := params.raw("created"), str):
        exact = params.instant("created")
        return (exact or 0, exact or NO_END) if given else (0, NO_END)
    bounds = params.inner("created")
    gt, gte = bounds.instant("gt"), bounds.instant("gte")
    lt, lte = bounds.instant("lt"), bounds.instant("lte")
    since = max(gte or 0, gt + 1 if gt is not None else 0)
    until = min(lte if lte is not None else NO_END, lt - 1 if lt is not None else NO_END)
    return since, until
