"""Mail by SMTP, in bounded time: each step has EMAIL_TIMEOUT, a whole mail EMAIL_TOTAL_TIMEOUT.

smtplib's timeout starts anew with every byte that drips in, so a clock of our own cuts the line.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import threading
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail.backends import smtp
from django.core.mail.message import EmailMessage


class EmailBackend(smtp.EmailBackend):
    """Django's, with an end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._first_socket: socket.socket | None = None
        self._is_cut_off = False

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The usual client, which shows us its socket before it listens to the greeting."""
        backend, usual = self, super().connection_class

        class Watched(usual):  # type: ignore[misc, valid-type]
            def _get_socket(self, *args: Any) -> socket.socket:
                backend._first_socket = super()._get_socket(*args)
                return backend._first_socket

        return Watched

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send them all or raise; TimeoutError when that took longer than EMAIL_TOTAL_TIMEOUT."""
        clock = threading.Timer(settings.EMAIL_TOTAL_TIMEOUT, self._cut_off)
        clock.daemon = True
        clock.start()
        try:
            return super().send_messages(email_messages) or 0
        except (smtplib.SMTPException, OSError) as error:
            if self._is_cut_off:
                raise TimeoutError("the mail server took too long") from error
            raise
        finally:
            clock.cancel()

    def _cut_off(self) -> None:
        self._is_cut_off = True
        # After STARTTLS the client has another socket than the first.
        live = getattr(self.connection, "sock", None) or self._first_socket
        if live is not None:
            with contextlib.suppress(OSError):  # It has ended meanwhile.
                live.shutdown(socket.SHUT_RDWR)
