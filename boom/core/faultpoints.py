"""Named places where a test may kill or stop the process: between a commit and what follows it.

`BOOM_FAULT=relay.marked:kill:3` kills this process with -9 the third time it comes by; `stop` halts it as
SIGSTOP does. Only the test settings arm them (`FAULTPOINTS_ARMED`); anywhere else reaching one does nothing,
whatever the environment says, and a test holds that.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

from django.conf import settings

# Every point there is, and what has happened when a process gets there. Tests walk this list.
POINTS = {
    "relay.pushed": "live pages were told; the facts are not marked as relayed yet",
    "relay.marked": "facts marked and deliveries made, committed; no worker was told yet",
    "relay.offered": "workers were told of deliveries; that is not noted yet",
    "deliver.claimed": "a delivery was claimed; its handler has not run",
    "deliver.handled": "the handler has run; that is not noted yet",
    "message.claimed": "a message was claimed; the provider was not asked",
    "message.accepted": "the provider said yes; that is not noted yet",
}

SIGNALS = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}

_passed: Counter[str] = Counter()


def reach(point: str) -> None:
    """Say that the process got to `point`; ends or halts it where a test asked for that."""
    if not getattr(settings, "FAULTPOINTS_ARMED", False):
        return
    if point not in POINTS:
        raise KeyError(f"{point!r} is not in POINTS")
    wanted, _, rest = os.environ.get("BOOM_FAULT", "").partition(":")
    if wanted != point:
        return
    how, _, nth = rest.partition(":")
    _passed[point] += 1
    if _passed[point] == int(nth or 1):
        os.kill(os.getpid(), SIGNALS[how])
