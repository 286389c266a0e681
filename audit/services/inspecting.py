"""Looking everything over: each check in turn, what it found kept for the pages."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db.models import Max

from audit.integrity import Check, Found, registered_checks
from audit.models import Finding, Inspection, InspectionPart
from boom.core import outbox
from boom.core.actor import current_actor
from boom.core.db import service
from boom.core.errors import NotFound

log = structlog.get_logger(__name__)

# So many looks are kept, whatever they found.
KEPT = 30


@service
def ask_inspection(*, now: datetime) -> Inspection:
    """Have everything looked over soon, by a worker; the look is there at once, unfinished."""
    inspection = Inspection.objects.create(started_at=now, asked_by=current_actor().label[:120])
    outbox.publish("audit.inspection_asked", inspection=inspection.pk)
    return inspection


def inspect(*, now: datetime, inspection_id: int | None = None) -> Inspection:
    """Run every check, and keep what each found. A check that fails is itself a problem, and said so.

    Each check's result is written as soon as it is there; the look is done when all are. One that somebody
    asked for is carried on; NotFound when it is gone, and nothing is done twice.
    """
    inspection = _begun(inspection_id, now)
    if inspection.finished_at is None:
        for check in registered_checks().values():
            _keep(inspection, check, _looked(check, now))
        _finish(inspection, now)
    return inspection


@service
def _begun(inspection_id: int | None, now: datetime) -> Inspection:
    if inspection_id is None:
        return Inspection.objects.create(started_at=now)
    inspection = Inspection.objects.select_for_update().filter(pk=inspection_id).first()
    if inspection is None:
        raise NotFound
    return inspection


def _looked(check: Check, now: datetime) -> Found | None:
    """What a check found; None when it could not look."""
    try:
        return check.look(now)
    except Exception:
        # One check that cannot look must not keep the others from it; the page says so, the log why.
        log.exception("a check failed", check=check.name)
        return None


@service
def _keep(inspection: Inspection, check: Check, found: Found | None) -> None:
    InspectionPart.objects.filter(inspection=inspection, check_name=check.name).delete()
    part = InspectionPart.objects.create(
        inspection=inspection,
        check_name=check.name,
        problems=found.count if found else 0,
        words=found.words if found else "",
        has_failed=found is None,
    )
    Finding.objects.bulk_create(
        Finding(part=part, key=problem.key, words=problem.words[:500], path=problem.path)
        for problem in (found.problems if found else ())
    )


@service
def _finish(inspection: Inspection, now: datetime) -> None:
    inspection.finished_at = now
    inspection.save(update_fields=["finished_at"])
    newest = Inspection.objects.aggregate(newest=Max("id"))["newest"] or 0
    Inspection.objects.filter(pk__lte=newest - KEPT).delete()


@service
def settle(*, finding_id: int, now: datetime) -> None:
    """Note that a problem was put right; the next look will tell."""
    Finding.objects.filter(pk=finding_id, settled_at=None).update(settled_at=now)
