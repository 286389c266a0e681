"""Which page answers which address, under a strict policy: no script, no frame, forms to here and back only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from standins.stripe.app import Request, Response
from standins.stripe.books import PLATFORM, Books, House
from standins.stripe.errors import Refusal
from standins.stripe.pages import html


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown; `leads_to` are addresses a form here may end at after a redirect."""

    body: str
    leads_to: tuple[str, ...] = ()
    status: int = 200


@dataclass(frozen=True, slots=True)
class Redirect:
    url: str


@dataclass(frozen=True, slots=True)
class File:
    body: bytes
    kind: str
    name: str


Shower = Callable[..., Page | Redirect | File]
SHOWERS: list[tuple[str, re.Pattern[str], Shower]] = []


def page(method: str, path: str) -> Callable[[Shower], Shower]:
    """`@page("GET", "/pay/{account}/{session}")`: shows `(books, form, session)` of that account's books."""
    pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))

    def add(show: Shower) -> Shower:
        SHOWERS.append((method, pattern, show))
        return show

    return add


class Pages:
    """Answers everything that is neither API nor control."""

    def __init__(self, house: House) -> None:
        self.house = house

    def answer(self, request: Request) -> Response:
        if request.path == "/style.css":
            return Response(
                200, html.STYLE.encode(), {"Content-Type": "text/css", "Cache-Control": "max-age=300"}
            )
        if request.path == "/health":
            return Response(200, b"ok", {"Content-Type": "text/plain"})
        method = "GET" if request.method == "HEAD" else request.method
        for known, pattern, show in SHOWERS:
            if known == method and (match := pattern.fullmatch(request.path)):
                return self._shown(request, show, match.groupdict())
        return _html(Page(html.document("Nothing here", "<p>There is no such page.</p>"), status=404))

    def _shown(self, request: Request, show: Shower, named: dict[str, Any]) -> Response:
        typed = dict(parse_qsl(request.body.decode(errors="replace"), keep_blank_values=True))
        if request.method == "GET":
            typed = dict(parse_qsl(request.query, keep_blank_values=True))
        account = named.pop("account", PLATFORM)
        with self.house.store.transaction():
            books = Books(self.house, account)
            try:
                shown = show(books, typed, **named)
            except Refusal as refusal:
                status = refusal.status if refusal.status in (404, 410) else 400
                shown = Page(html.document("This did not work", html.says(str(refusal))), status=status)
        if isinstance(shown, File):
            named_so = f'inline; filename="{shown.name}"'
            return Response(200, shown.body, {"Content-Type": shown.kind, "Content-Disposition": named_so})
        if isinstance(shown, Redirect):
            return Response(303, b"", {"Location": shown.url, **_policy(())})
        return _html(shown)


def _html(shown: Page) -> Response:
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        **_policy(shown.leads_to),
    }
    return Response(shown.status, shown.body.encode(), headers)


def _policy(leads_to: Iterable[str]) -> dict[str, str]:
    """Chromium holds the redirect after a form against `form-action`, too."""
    origins = {f"{parts.scheme}://{parts.netloc}" for url in leads_to if (parts := urlsplit(url)).netloc}
    return {
        "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action {' '.join(origin or chr(39) + 'self' + chr(39) for origin in ['', *sorted(origins)])}"
    }
