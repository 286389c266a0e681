"""What mail services say of mails that went out: noted on the message, and an address left alone for good."""

from __future__ import annotations

from django.utils.translation import gettext as _

from boom.core import outbox
from boom.core.db import service
from boom.core.errors import NotFound
from notifications.cause_words import words_of
from notifications.domain.bounces import Fate, judge
from notifications.models import Channel, MailReport, Message, Outcome, Suppression
from notifications.providers.mail_reports import Report
from notifications.services.texting import suppress

CAME_BACK = "mail.came_back"
# A later word overrules an earlier one of less weight only: services' reports overtake one another.
WEIGHT = {"": 0, Outcome.DELIVERED: 1, Outcome.BOUNCED: 2, Outcome.COMPLAINED: 3}


@service
def take_report(*, report: Report, message_id: int) -> bool:
    """Note what became of a mail; leave its address alone where it came back for good or somebody complained.

    The same report again does nothing, as one about another address than the mail's. True for what was news.
    """
    verdict = judge(report.kind, reason=report.reason, words=report.words, is_soft=report.is_soft)
    message = Message.objects.select_for_update().filter(pk=message_id, channel=Channel.EMAIL).first()
    if verdict is None or message is None or report.recipient.lower() not in {"", message.to_address.lower()}:
        return False
    _row, is_new = MailReport.objects.get_or_create(
        key=report.key,
        defaults={
            "service": report.service, "kind": report.kind, "message": message, "body": report.body,
        },
    )  # fmt: skip
    if not is_new:
        return False
    if verdict.cause is not None and verdict.is_for_good:
        suppress(channel=Channel.EMAIL, address=message.to_address, reason=words_of(verdict.cause))
    if WEIGHT[verdict.fate] <= WEIGHT[message.outcome]:
        return True
    message.outcome = verdict.fate
    if verdict.cause is not None:
        message.last_error = f"{words_of(verdict.cause)} {report.words}".strip()[:500]
    message.save(update_fields=["outcome", "last_error"])
    if verdict.fate != Fate.DELIVERED and message.booking_id is not None:
        outbox.publish(CAME_BACK, booking=message.booking_id, cause=str(verdict.cause))
    return True


@service
def write_there_again(*, letter_id: int) -> None:
    """Lift what keeps messages from the address that one went to. Raises NotFound."""
    message = Message.objects.filter(pk=letter_id).first()
    if message is None:
        raise NotFound(_("There is no such message."))
    Suppression.objects.filter(channel=message.channel, address=message.to_address.lower()).delete()
