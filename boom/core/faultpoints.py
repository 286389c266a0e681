"""Named places where a test may kill or stop the process: between a commit and what follows it.

`BOOM_FAULT=relay.marked:kill:3` kills this process with -9 the third time it comes by; `stop` halts it as
SIGSTOP does; several are separated by commas. With `BOOM_FAULT_DIR` each strikes once among all processes
that share the folder, so that a successor gets further. Only the test settings arm them
(`FAULTPOINTS_ARMED`); anywhere else reaching one does nothing, whatever the environment says, and a test
holds that.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path

from django.conf import settings

# Every point there is, and what has happened when a process gets there. Tests walk this list.
POINTS = {
    "relay.pushed": "live pages were told; the facts are not marked as relayed yet",
    "relay.marked": "facts marked and deliveries made, committed; no worker was told yet",
    "relay.offered": "workers were told of deliveries; that is not noted yet",
    "deliver.claimed": "a delivery was claimed; its handler has not run",
    "deliver.handled": "the handler has run; that is not noted yet",
    "waitlist.offered": "somebody's offer and its hold are written; the transaction has not committed",
    "stripe.stored": "an event of Stripe's is stored, committed; Stripe was not answered yet",
    "stripe.fetched": "what an event is about was fetched; nothing is written yet",
    "stripe.folded": "an event is folded and marked done; the transaction has not committed",
    "stripe.call_begun": "a call to Stripe is recorded and claimed; it was not sent",
    "stripe.call_answered": "Stripe did what a call asked; that is not noted yet",
    "webhook.answered": "an endpoint has answered a webhook; that is not noted yet",
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
    for fault in os.environ.get("BOOM_FAULT", "").split(","):
        wanted, _, rest = fault.partition(":")
        if wanted != point:
            continue
        how, _, nth = rest.partition(":")
        _passed[point] += 1
        if _passed[point] == int(nth or 1) and _is_first(fault):
            os.kill(os.getpid(), SIGNALS[how])


def _is_first(fault: str) -> bool:
    """Whether no other process was struck by this fault before; the folder remembers."""
    folder = os.environ.get("BOOM_FAULT_DIR")
    if not folder:
        return True
    try:
        (Path(folder) / fault.replace(":", "-")).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
