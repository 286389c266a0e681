"""What looks have found."""

from __future__ import annotations

from django.db.models import Sum
from django.utils.translation import gettext

from audit.models import Finding, Inspection, InspectionPart
from boom.core.errors import NotFound


def newest_inspection(*, is_finished: bool) -> Inspection | None:
    """The newest look; the newest that has come to its end, if `is_finished`."""
    looks = Inspection.objects.order_by("-id")
    return (looks.exclude(finished_at=None) if is_finished else looks).first()


def open_finding(finding_id: int) -> Finding:
    """A problem that was not settled since. Raises NotFound."""
    finding = Finding.objects.select_related("part").filter(pk=finding_id, settled_at=None).first()
    if finding is None:
        raise NotFound(gettext("That was settled, or a newer look has taken its place."))
    return finding


def open_problems() -> int:
    """How many problems the newest finished look found that were not settled since; for other pages."""
    last = newest_inspection(is_finished=True)
    if last is None:
        return 0
    parts = InspectionPart.objects.filter(inspection=last)
    found = parts.aggregate(sum=Sum("problems"))["sum"] or 0
    settled = Finding.objects.filter(part__inspection=last).exclude(settled_at=None).count()
    return int(found) - settled + parts.filter(has_failed=True).count()


def newest_part(check_name: str) -> InspectionPart | None:
    """What the newest finished look says of one thing; its look comes along."""
    last = newest_inspection(is_finished=True)
    if last is None:
        return None
    return (
        InspectionPart.objects.select_related("inspection")
        .filter(inspection=last, check_name=check_name, has_failed=False)
        .first()
    )
