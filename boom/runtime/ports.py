"""Finding a port of the loopback interface that nobody listens on."""

from __future__ import annotations

import socket
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


def usual_or_free(usual: int, *, avoiding: Collection[int] = ()) -> int:
    """`usual` when it is free, else a port that the kernel picks."""
    if usual not in avoiding and is_free(usual):
        return usual
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.bind((LOOPBACK, 0))
            port = int(probe.getsockname()[1])
        if port not in avoiding:
            return port


def next_free(start: int, *, host: str = LOOPBACK, avoiding: Collection[int] = ()) -> int:
    """The first free port from `start` upwards, so that addresses that belong together are neighbours."""
    for port in range(start, LAST_PORT + 1):
        if port not in avoiding and is_free(port, host=host):
            return port
    return usual_or_free(0, avoiding=avoiding)
