"""An end to a call over a socket: its time-out starts anew with every byte that drips in, so a clock of our
own cuts the line.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from http.client import HTTPException


@contextlib.contextmanager
def cut_off_after(seconds: float, live: socket.socket, *, who: str) -> Iterator[None]:
    """Let the block use the socket for so long in all. Raises TimeoutError ("`who` took too long") after."""
    live.settimeout(max(seconds, 0.001))
    was_cut = threading.Event()

    def cut() -> None:
        was_cut.set()
        with contextlib.suppress(OSError):  # It has ended meanwhile.
            live.shutdown(socket.SHUT_RDWR)

    clock = threading.Timer(seconds, cut)
    clock.daemon = True
    clock.start()
    try:
        yield
    except (OSError, HTTPException, ValueError) as error:
        if was_cut.is_set():
            raise TimeoutError(f"{who} took too long") from error
        raise
    finally:
        clock.cancel()
