"""What the record and the outbox are looked at for. Found by `boom.apps` when Django starts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as word

from audit.errors import CannotTakeBack
from audit.inspection import check_record
from audit.integrity import Fix, Found, Problem, checks
from boom.core import outbox
from boom.core.models import DeliveryState, OutboxDelivery, OutboxMessage

# A running relay tells within a second; workers take a delivery up within a minute.
STUCK_AFTER = timedelta(minutes=10)
SET_UP = "bookings.change_setup"


@checks("record", word("The record is as it was written"))
def look_at_record(now: datetime) -> Found:
    """The chain over the record, from its beginning; the end it had when it was last looked at must be in
    it.
    """
    verdict = check_record()
    seen = gettext("%(sealed)d events follow from each other; %(waiting)d are not sealed yet.") % {
        "sealed": verdict.sealed,
        "waiting": verdict.waiting,
    }
    if not verdict.broken:
        return Found.of([], seen)
    told = gettext("The record was tampered with: %(what)s.") % {"what": verdict.broken}
    return Found.of([Problem("chain", told)], seen)


def _retry(key: str, asked: Mapping[str, str], now: datetime) -> None:
    if not outbox.retry_dead(int(key), now=now):
        raise CannotTakeBack(gettext("That is not waiting for anybody any more."))


@checks(
    "outbox",
    word("Everything was told"),
    fixes=[Fix("retry", word("Try again"), SET_UP, _retry)],
)
def look_at_outbox(now: datetime) -> Found:
    """Mails and other work that was given up, and facts or work that wait longer than they should."""
    problems = [_dead(delivery) for delivery in outbox.dead_deliveries()[:1000]]
    untold = OutboxMessage.objects.filter(relayed_at=None, created_at__lt=now - STUCK_AFTER).count()
    if untold:
        words = ngettext(
            "%(count)d fact has waited for the relay for more than ten minutes.",
            "%(count)d facts have waited for the relay for more than ten minutes.",
            untold,
        )
        problems.append(Problem("untold", words % {"count": untold}))
    overdue = OutboxDelivery.objects.filter(state=DeliveryState.DUE, due_at__lt=now - STUCK_AFTER).count()
    if overdue:
        words = ngettext(
            "%(count)d piece of background work should have been done more than ten minutes ago.",
            "%(count)d pieces of background work should have been done more than ten minutes ago.",
            overdue,
        )
        problems.append(Problem("overdue", words % {"count": overdue}))
    return Found.of(
        problems, gettext("Facts looked at: %(count)d") % {"count": OutboxMessage.objects.count()}
    )


def _dead(delivery: OutboxDelivery) -> Problem:
    known = outbox.registered_handlers().get(delivery.handler)
    booking = delivery.message.payload.get("booking")
    return Problem(
        str(delivery.pk),
        f"{known.label if known else delivery.handler}: {delivery.last_error}",
        f"/dashboard/bookings/{booking}/" if isinstance(booking, int) else "",
    )
