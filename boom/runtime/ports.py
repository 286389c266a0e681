"""Finding a port of the loopback interface that nobody listens on."""

from __future__ import annotations

import socket
import sys
from collections.abc import Collection

LOOPBACK = "127.0.0.1"
LAST_PORT = 65535

# How often a server that lost its port to another is started on the next one.
PORTS_TRIED = 5


def is_free(port: int, *, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on `port` of `host` now.

    SO_REUSEADDR lets us pass over connections of an earlier server that are still closing, as servers do;
    it does not hide one that listens.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def any_free(*, avoiding: Collection[int] = ()) -> int:
    """A port that the kernel picks among the free ones."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.bind((LOOPBACK, 0))
            port = int(probe.getsockname()[1])
        if port not in avoiding:
            return port


def usual_or_free(usual: int, *, avoiding: Collection[int] = ()) -> int:
    """`usual` when it is free, else a port that the kernel picks."""
    if usual not in avoiding and is_free(usual):
        return usual
    return any_free(avoiding=avoiding)


def next_free(start: int, *, host: str = LOOPBACK, avoiding: Collection[int] = ()) -> int:
    """The first free port from `start` upwards, so that addresses that belong together are neighbours."""
    for port in range(start, LAST_PORT + 1):
        if port not in avoiding and is_free(port, host=host):
            return port
    return any_free(avoiding=avoiding)


def reserve(port: int) -> socket.socket | None:
    """Keep other copies of Boom from choosing `port` until the answer is closed; None when one has it.

    A name of the kernel's own (Linux), so it is gone with its holder: granian shares its port with whoever
    asks, so two copies starting at once would otherwise answer each other's requests.
    """
    holder = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    if sys.platform == "linux":
        try:
            holder.bind(f"\0boom-port-{port}")
        except OSError:
            holder.close()
            return None
    return holder
