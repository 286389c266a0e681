"""Every socket belongs to the business its host name gives it, and to the page that opened it.

The only database work of a socket is here, at its handshake, in one function within the business's scope.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import structlog
from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.db import Error

from boom.core.addresses import address_behind_proxies
from boom.core.live import CLOSE_FORBIDDEN, CLOSE_UNKNOWN, session_digest
from tenants.access import Open, open_at
from tenants.context import tenant_scope
from tenants.models import Business
from tenants.resolution import is_behind, resolve_host

log = structlog.get_logger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

# RFC 6455: the server is in no state to serve; come back later.
CLOSE_TRY_AGAIN = 1013
USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who opened a socket, for its whole life: whose host it is, and which person, if one signed in there.

    `session` is a digest of their log-in; `may` asks the permission matrix without the database.
    """

    schema: str
    address: str
    user_id: int | None = None
    session: str = ""
    may: Callable[[str], bool] = lambda permission: False


class TenantSocketMiddleware:
    """Lets a socket in when its host is an active business's and its page came from that very host."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = _headers(scope)
        if not is_own_page(origin=headers.get("origin", ""), host=headers.get("host", "")):
            await receive()
            # Before it is accepted a close is HTTP's 403: another site learns nothing.
            await send({"type": "websocket.close", "code": CLOSE_FORBIDDEN})
            return
        peer = scope.get("client") or ("",)
        address = address_behind_proxies(headers.get("x-forwarded-for", ""), str(peer[0]))
        try:
            admitted = await _admit(headers.get("host", ""), headers.get("cookie", ""), address)
        except Error as error:
            log.warning("a socket could not be let in", error=str(error))
            admitted = CLOSE_TRY_AGAIN
        if isinstance(admitted, int):
            await receive()
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close", "code": admitted})
            return
        await self.application({**scope, "visitor": admitted}, receive, send)


def is_own_page(*, origin: str, host: str) -> bool:
    """Whether the page that opens a socket came from the socket's own host, by the Origin header.

    Sibling venues are same-site, so a cookie alone proves nothing. Where the live socket has a port of its
    own (no proxy joins it with the pages), the page's must be the pages' port.
    """
    scheme = "https" if settings.HTTPS else "http"
    try:
        page, target = urlsplit(origin), urlsplit(f"//{host}")
        page_port, target_port = (part.port or USUAL_PORTS[scheme] for part in (page, target))
    except ValueError:
        return False
    if origin.lower() != f"{page.scheme}://{page.netloc}".lower() or page.scheme != scheme:
        return False
    wanted_port = settings.PUBLIC_PORT if settings.LIVE_PORT else target_port
    is_plain = bool(page.hostname) and "@" not in page.netloc
    return is_plain and page.hostname == target.hostname and page_port == wanted_port


@database_sync_to_async
def _admit(host: str, cookies: str, address: str) -> Visitor | int:
    """Who is at the door, or the code to close with."""
    business = resolve_host(host)
    if not isinstance(business, Business):
        return CLOSE_UNKNOWN
    if is_behind(business):
        return CLOSE_TRY_AGAIN
    if open_at(business) in {Open.FOR_OWNERS, Open.NOT_AT_ALL}:
        return CLOSE_FORBIDDEN
    key = _session_key(cookies)
    if not key:
        return Visitor(business.schema_name, address)
    with tenant_scope(business):
        session = import_module(settings.SESSION_ENGINE).SessionStore(key)
        user = get_user(SimpleNamespace(session=session))  # type: ignore[arg-type]
    if not user.is_authenticated or not user.is_active:
        return Visitor(business.schema_name, address)
    return Visitor(business.schema_name, address, user.pk, session_digest(key), user.has_perm)


def _session_key(cookies: str) -> str:
    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def _headers(scope: Scope) -> dict[str, str]:
    """Headers by name; one that came twice counts as missing, as nobody can say which is meant."""
    headers: dict[str, str] = {}
    twice = set()
    for raw_name, raw_value in scope["headers"]:
        name = raw_name.decode("latin-1").lower()
        if name in headers and name in {"host", "origin"}:
            twice.add(name)
        headers[name] = raw_value.decode("latin-1")
    return {name: value for name, value in headers.items() if name not in twice}
