"""Mails to the team: what each wants, and one fact made into a mail for each who wants it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accounts.models import User
from boom.core import outbox
from boom.core.db import service
from boom.core.errors import NotFound
from notifications.models import StaffMails
from notifications.topics import TOPICS, open_to, usual_of

STAFF_MAIL = "staff_mail.due"


@service
def choose_staff_mails(*, user_id: int, topics: Iterable[str]) -> StaffMails:
    """Tell somebody of these topics from now on; what they may not have stays as it was. Raises NotFound."""
    row = _locked(user_id)
    offered = {topic.name for topic in open_to(row.user)}
    wanted = set(topics) & offered | set(row.topics) - offered
    return _keep(row, wanted)


@service
def end_staff_mails(*, user_id: int, topic: str) -> StaffMails:
    """No more mails to somebody of one topic. Raises NotFound."""
    row = _locked(user_id)
    return _keep(row, set(row.topics) - {topic})


@service
def write_staff_mails(*, user_ids: Iterable[int], key: str, facts: Mapping[str, Any]) -> None:
    """Promise a mail to each, by a fact of its own: one who cannot be reached keeps nobody waiting.

    `key` names what it is about: asked for twice, it is sent once.
    """
    for user_id in user_ids:
        outbox.publish(STAFF_MAIL, user=user_id, key=key, **facts)


def _locked(user_id: int) -> StaffMails:
    user = User.objects.filter(pk=user_id).select_related("own_role").first()
    if user is None:
        raise NotFound
    StaffMails.objects.get_or_create(user_id=user_id, defaults={"topics": usual_of(user)})
    return (
        StaffMails.objects.select_for_update(of=("self",))
        .select_related("user__own_role")
        .get(user_id=user_id)
    )


def _keep(row: StaffMails, wanted: set[str]) -> StaffMails:
    kept = [name for name in TOPICS if name in wanted]
    if kept != row.topics:
        row.topics = kept
        row.save(update_fields=["topics"])
    return row
