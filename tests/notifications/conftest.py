"""A real mail server for the test, as kind or as nasty as the test wants."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import LazySettings

from notifications.providers.email import breaker
from notifications.twilio_signing import signature
from tenants.models import Business
from tests.conftest import HostClient
from tests.servers import free_port


class Postbox:
    """What arrived, and how the server behaves: `answer` to DATA, `refuse` to RCPT, or to MAIL."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.recipients: list[list[str]] = []
        self.refuse = ""
        self.refuse_sender = ""
        self.answer = "250 OK"
        self.hang_for = 0.0
        self.die_after_data = False

    async def handle_MAIL(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse_sender:
            return self.refuse_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.hang_for:
            await asyncio.sleep(self.hang_for)
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        if self.answer.startswith("250"):
            self.raw.append(content)
            self.mails.append(email.message_from_bytes(content, policy=email.policy.default))  # type: ignore[arg-type]
            self.recipients.append(list(envelope.rcpt_tos))
        if self.die_after_data:
            server.transport.close()
        return self.answer


@pytest.fixture
def signed(business: Business, customer_client: HostClient, settings: LazySettings):
    """What posts to a hook as Twilio signs it."""
    settings.TWILIO_AUTH_TOKEN = "secret"

    def post(path: str, form: dict[str, str], *, secret: str = "secret") -> object:
        mark = signature(business.url(path), form, secret=secret)
        return customer_client.post(path, form, headers={"x-twilio-signature": mark})

    return post


@pytest.fixture
def postbox(settings: LazySettings) -> Iterator[Postbox]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "notifications.providers.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_TIMEOUT = 1
    settings.EMAIL_TOTAL_TIMEOUT = 2
    yield box
    controller.stop()


@pytest.fixture(autouse=True)
def closed_breaker() -> Iterator[None]:
    breaker.succeeded()
    yield
    breaker.succeeded()


class Dripping(asyncio.Protocol):
    """A server that never stops greeting: a byte every tenth of a second."""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.dripping = asyncio.ensure_future(self._drip())

    async def _drip(self) -> None:
        self.transport.write(b"220-")
        try:
            while not self.transport.is_closing():
                self.transport.write(b"x")
                await asyncio.sleep(0.1)
        finally:
            self.transport.abort()

    def connection_lost(self, error: Exception | None) -> None:
        self.dripping.cancel()
