"""Page or part: one view, one template, and htmx gets only the piece it swaps."""

from __future__ import annotations

from django.http import HttpRequest


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece; boosted links and history restores want the whole page."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page_or_part(request: HttpRequest, template: str, *, part: str) -> str:
    """The template to render: the named partial inside it for a fragment, else the page."""
    return f"{template}#{part}" if is_fragment(request) else template
