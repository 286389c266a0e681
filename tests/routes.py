"""Every address there is, from Django's own resolver: tests walk this, so nobody can forget one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

TENANT, PLATFORM = settings.ROOT_URLCONF, settings.PUBLIC_SCHEMA_URLCONF
# By converter; a token is as long as a real one.
ANYTHING: dict[str, object] = {"int": 1, "str": "x" * 43, "slug": "none"}
_PART = re.compile(r"<(?:(?P<converter>[^>:]+):)?(?P<name>[^>]+)>")


@dataclass(frozen=True)
class Route:
    """An address pattern with its view. `parts` are its variable pieces: name and converter."""

    name: str
    pattern: str
    view: Callable[..., Any]
    parts: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return self.name

    def path(self, values: Mapping[str, object]) -> str:
        """The address with each piece filled in; KeyError for one that `values` does not have."""
        return "/" + _PART.sub(lambda piece: str(values[piece["name"]]), self.pattern)

    def values(self) -> dict[str, object]:
        """Something for each piece that fits its converter and that nobody made."""
        return {name: ANYTHING[converter] for name, converter in self.parts}

    @property
    def access(self) -> str | None:
        return getattr(self.view, "access", None)

    @property
    def permissions(self) -> tuple[str, ...]:
        return getattr(self.view, "permissions", ())


def routes_of(urlconf: str) -> list[Route]:
    """Every route of a urlconf, Django's admin left out: its pages answer to its own rule."""
    return list(_walk(get_resolver(urlconf), "", ()))


def _walk(resolver: URLResolver, prefix: str, namespaces: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        if not isinstance(entry.pattern, RoutePattern):
            raise TypeError(f"{entry!r} is no plain path: say here how to fill it in")
        pattern = prefix + entry.pattern._route
        if isinstance(entry, URLResolver):
            # The API's own matrix is tests/rest/test_matrix.py: there each method needs something of its own.
            if entry.app_name not in {"admin", "ninja"}:
                inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
                yield from _walk(entry, pattern, inner)
        elif isinstance(entry, URLPattern):
            name = ":".join((*namespaces, entry.name or pattern))
            parts = tuple((piece["name"], piece["converter"] or "str") for piece in _PART.finditer(pattern))
            yield Route(name, pattern, entry.callback, parts)
