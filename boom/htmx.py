"""Page or part: one view, one template, and htmx gets only the piece it swaps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece; boosted links and history restores want the whole page."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page_or_part(request: HttpRequest, template: str, *, part: str) -> str:
    """The template to render: the named partial inside it for a fragment, else the page."""
    return f"{template}#{part}" if is_fragment(request) else template


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser on to another page; htmx, which follows redirects itself, has a word of its own."""
    return HttpResponseClientRedirect(url) if is_fragment(request) else redirect(url)
