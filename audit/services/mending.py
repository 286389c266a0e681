"""Putting right what a look found: rehearsed first, then done through services, on record and undoable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from audit.integrity import Fix
from audit.models import AuditEvent, Finding
from audit.services.inspecting import settle
from audit.services.undo import rehearse
from boom.core.db import service


def rehearse_fix(*, finding: Finding, fix: Fix, asked: Mapping[str, str], now: datetime) -> list[AuditEvent]:
    """What a fix would change, undone at once. Raises what the fix raises."""
    if fix.prepare is not None:
        return rehearse(fix.prepare(finding.key, now))
    return rehearse(lambda: fix.apply(finding.key, asked, now))


@service
def apply_fix(*, finding: Finding, fix: Fix, asked: Mapping[str, str], now: datetime) -> None:
    """Put one problem right. Raises what the fix raises, and then nothing has changed."""
    fix.apply(finding.key, asked, now)
    settle(finding_id=finding.pk, now=now)
