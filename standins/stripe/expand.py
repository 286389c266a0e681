"""`expand[]`: ids replaced by their objects, up to four levels, and fields that are only there when asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from standins.stripe.books import PLATFORM, Books
from standins.stripe.errors import invalid
from standins.stripe.store import Obj

Made = TypeVar("Made", bound=Callable[[Books, Obj], Any])
DEEPEST = 4
INCLUDED: dict[tuple[str, str], Callable[[Books, Obj], Any]] = {}


def included(kind: str, name: str) -> Callable[[Made], Made]:
    """`@included("invoice", "payments")`: makes a field that is there on `expand` only."""

    def add(make: Made) -> Made:
        INCLUDED[kind, name] = make
        return make

    return add


def expand(books: Books, answer: Obj, paths: list[str]) -> Obj:
    """Raises Stripe's refusal for what cannot be expanded."""
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEEPEST + (steps[0] == "data"):
            raise invalid(
                f"You cannot expand more than {DEEPEST} levels of a property. Property: {path}", "expand"
            )
        _expand(books, answer, steps, path)
    return answer


def _expand(books: Books, holder: Any, steps: list[str], path: str) -> None:
    if isinstance(holder, list):
        for entry in holder:
            _expand(books, entry, steps, path)
    if not isinstance(holder, dict):
        return
    name, *rest = steps
    make = INCLUDED.get((holder.get("object", ""), name))
    if make and not holder.get(name):
        holder[name] = make(books, holder)
    elif name not in holder:
        raise invalid(
            f"This property cannot be expanded ({name}). You may want to try expanding a property of it instead.",
            "expand",
        )
    holder[name] = _found(books, name, holder[name])
    if rest:
        _expand(books, holder[name], rest, path)


def _found(books: Books, name: str, value: Any) -> Any:
    """The object or objects behind an id or ids; anything else as it is."""
    if isinstance(value, list):
        return [_found(books, name, entry) if isinstance(entry, str) else entry for entry in value]
    if not isinstance(value, str):
        return value
    found = books.find(value) or books.store.get(PLATFORM, value)
    if found is None:
        raise invalid(f"This property cannot be expanded ({name}).", "expand")
    return found
