"""The live socket's machinery: one hub a process that hears from the channel layer, and the sockets it tells.

Nothing here touches the database. What a socket may hear is settled when it opens (`tenants.sockets`); the
groups it joins are made of the business's own schema name and never of anything a client sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

import structlog
from channels.layers import get_channel_layer

from boom.core.ids import new_token
from boom.core.live import CLOSE_TOO_MANY, CLOSE_TOO_SLOW, CLOSE_UNKNOWN, group_name
from boom.core.outage import Outage
from tenants.sockets import Visitor

log = structlog.get_logger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

# A client has next to nothing to say.
MOST_FRAME_BYTES = 256
MOST_FRAMES = 30
FRAMES_PER_S = 0.5
# Messages that wait for a client that reads too slowly; it comes back and asks for what it missed.
MOST_UNSENT = 100
# A socket is renewed now and then, and with it what its person may see, should a notice ever get lost.
RENEW_AFTER_S = 3600.0
# Opening does not wait longer for Redis; what is missed until then, the page asks for.
JOIN_WITHIN_S = 0.5
MEND_EVERY_S = 1.0

# RFC 6455, 7.4.1.
CLOSE_GOING_AWAY = 1001
CLOSE_UNSUPPORTED = 1003
CLOSE_POLICY = 1008
CLOSE_TOO_BIG = 1009
CLOSE_RENEW = 1012


class Hub:
    """Joins the groups that this process's sockets want, and hands each message to those who are in."""

    def __init__(self) -> None:
        self._layer: Any = get_channel_layer()
        self._channel = f"hub.{new_token()}"
        self._sockets: dict[str, set[LiveSocket]] = {}
        self._joined: set[str] = set()
        self._mending = asyncio.Lock()
        self._outage = Outage("redis is away: open pages ask for changes themselves", left_alone_s=0)
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._mend_for_good())]

    async def join(self, socket: LiveSocket) -> None:
        """Let a socket hear its groups. Returns when it does, or soon after when Redis does not answer."""
        for group in socket.groups:
            self._sockets.setdefault(group, set()).add(socket)
        if not self._joined.issuperset(socket.groups):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(asyncio.ensure_future(self._mend())), JOIN_WITHIN_S)

    def leave(self, socket: LiveSocket) -> None:
        """The socket is gone; a group that nobody is in any more is left at the next mending."""
        for group in socket.groups:
            members = self._sockets.get(group, set())
            members.discard(socket)
            if not members:
                self._sockets.pop(group, None)

    async def _listen(self) -> None:
        while True:
            try:
                self._tell(await self._layer.receive(self._channel))
            except asyncio.CancelledError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever Redis fails with, it is asked again
                self._outage.note(error)
                await asyncio.sleep(MEND_EVERY_S)

    def _tell(self, message: dict[str, Any]) -> None:
        for socket in tuple(self._sockets.get(message["group"], ())):
            if message["close"]:
                if message["session"] in {"", socket.visitor.session}:
                    socket.end(message["close"])
            else:
                socket.offer(message["text"])

    async def _mend_for_good(self) -> None:
        while True:
            await asyncio.sleep(MEND_EVERY_S)
            await self._mend()

    async def _mend(self) -> None:
        """Bring what we are subscribed to in line with what is wanted."""
        async with self._mending:
            try:
                for group in self._sockets.keys() - self._joined:
                    await self._layer.group_add(group, self._channel)
                    self._joined.add(group)
                for group in self._joined - self._sockets.keys():
                    await self._layer.group_discard(group, self._channel)
                    self._joined.discard(group)
            except Exception as error:  # noqa: BLE001 - whatever Redis fails with, it is asked again
                self._outage.note(error)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The present event loop's hub."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]


class LiveSocket:
    """One open socket: an ASGI application for one connection. Subclasses say who may, and what they hear."""

    # By address and by person, in this process.
    most_per_address: ClassVar[int] = 40
    most_per_person: ClassVar[int] = 20
    _open: ClassVar[Counter[tuple[str, str]]] = Counter()

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.visitor: Visitor = scope["visitor"]
        self.groups = [group_name(self.visitor.schema, part) for part in self.parts()]
        self._receive = receive
        self._send = send
        self._unsent: deque[str] = deque()
        self._close = 0
        self._wake = asyncio.Event()
        self._frames_left = float(MOST_FRAMES)
        self._last_frame_at = 0.0

    @classmethod
    def as_asgi(cls) -> Any:
        """What a route points at; Django's `path` believes that to be a view."""

        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            await cls(scope, receive, send).run()

        return application

    def parts(self) -> list[str]:
        """The groups of the business that this socket hears."""
        raise NotImplementedError

    def refusal(self) -> int:
        """The code to close with when this visitor may not, else 0."""
        raise NotImplementedError

    async def run(self) -> None:
        await self._receive()
        if refusal := self.refusal():
            await self._refuse(refusal)
            return
        with self._counted() as is_within_limits:
            if not is_within_limits:
                await self._refuse(CLOSE_TOO_MANY)
                return
            await self._serve()

    def offer(self, text: str) -> None:
        """Send a message as soon as the client takes it."""
        if len(self._unsent) >= MOST_UNSENT:
            self.end(CLOSE_TOO_SLOW)
            return
        self._unsent.append(text)
        self._wake.set()

    def end(self, code: int) -> None:
        """Close, without sending what still waits."""
        self._close = self._close or code
        self._wake.set()

    async def _serve(self) -> None:
        central = hub()
        await central.join(self)
        writer = None
        try:
            await self._send({"type": "websocket.accept"})
            writer = asyncio.create_task(self._write())
            await self._read()
        finally:
            central.leave(self)
            if writer is not None:
                writer.cancel()

    async def _refuse(self, code: int) -> None:
        # Accepted first: only then does the page get to see the code.
        await self._send({"type": "websocket.accept"})
        await self._send({"type": "websocket.close", "code": code})

    async def _write(self) -> None:
        with contextlib.suppress(OSError):  # The client is gone; the reader hears of it.
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._unsent and not self._close:
                    await self._send({"type": "websocket.send", "text": self._unsent.popleft()})
                if self._close:
                    await self._send({"type": "websocket.close", "code": self._close})
                    return

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        spread = random.uniform(0.8, 1.2)  # noqa: S311 - so that not all come back at once
        renewal = loop.call_later(RENEW_AFTER_S * spread, self.end, CLOSE_RENEW)
        try:
            while True:
                event = await self._receive()
                if event["type"] == "websocket.disconnect":
                    return
                self._heard(event, loop.time())
        finally:
            renewal.cancel()

    def _heard(self, event: dict[str, Any], at: float) -> None:
        """A frame from the client: small, rare, and nothing but a ping."""
        elapsed, self._last_frame_at = at - self._last_frame_at, at
        self._frames_left = min(MOST_FRAMES, self._frames_left + elapsed * FRAMES_PER_S) - 1
        text = event.get("text")
        if self._frames_left < 0:
            self.end(CLOSE_POLICY)
        elif len(text or event.get("bytes") or "") > MOST_FRAME_BYTES:
            self.end(CLOSE_TOO_BIG)
        elif text is None or not _is_ping(text):
            self.end(CLOSE_UNSUPPORTED)
        else:
            self.offer('{"t":"pong"}')

    @contextlib.contextmanager
    def _counted(self) -> Iterator[bool]:
        """Take a place among this address's and this person's sockets, if there is one."""
        visitor = self.visitor
        places = [(("address", f"{visitor.schema}/{visitor.address}"), self.most_per_address)]
        if visitor.user_id is not None:
            places.append((("person", f"{visitor.schema}/{visitor.user_id}"), self.most_per_person))
        if any(self._open[name] >= most for name, most in places):
            yield False
            return
        for name, _ in places:
            self._open[name] += 1
        try:
            yield True
        finally:
            for name, _ in places:
                self._open[name] -= 1
                if not self._open[name]:
                    del self._open[name]


def _is_ping(text: str) -> bool:
    try:
        return bool(json.loads(text) == {"t": "ping"})
    except ValueError:
        return False


async def no_such_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """Any address that is no socket's."""
    await receive()
    await send({"type": "websocket.close", "code": CLOSE_UNKNOWN})


async def answer_plain_http(scope: Scope, receive: Receive, send: Send) -> None:
    """To a load balancer: alive. To anybody else: this port speaks websocket only (RFC 9110, 15.5.22)."""
    is_probe = scope["path"] == "/healthz"
    status, body = (200, b"ok") if is_probe else (426, b"This address is for the live socket.")
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    if not is_probe:
        headers += [(b"upgrade", b"websocket"), (b"connection", b"upgrade")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
