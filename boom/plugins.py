"""Pages of plugins: packages that `BOOM_PLUGINS` names, each below an address of its own in the dashboard."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, include, path


def plugin_routes() -> list[URLResolver]:
    """`/dashboard/x/<name>/` for each plugin with a module `urls`; `<name>` is the last part of its own.

    Raises ImproperlyConfigured for a view that does not say who may call it: it would be open to everybody.
    """
    found = []
    for plugin in settings.PLUGINS:
        if find_spec(f"{plugin}.urls") is None:
            continue
        name = plugin.rpartition(".")[2]
        route = path(f"dashboard/x/{name}/", include((f"{plugin}.urls", name), namespace=name))
        _insist_on_access(plugin, route.url_patterns)
        found.append(route)
    return found


def _insist_on_access(plugin: str, patterns: Iterable[URLPattern | URLResolver]) -> None:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _insist_on_access(plugin, pattern.url_patterns)
        elif not getattr(pattern.callback, "access", ""):
            raise ImproperlyConfigured(
                f"{plugin}: {pattern.pattern} does not say who may call it (boom.access)."
            )
