"""Who is written to about the business's plan: its owners, each once."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from accounts.models import User
from accounts.permissions import Role
from boom.core import outbox
from boom.core.models import OutboxMessage
from notifications import plan_letters
from notifications.handlers import deliver_to_each
from tenants.context import tenant_scope


def mail_owners(message: OutboxMessage, now: datetime) -> None:
    """Tell each owner of one fact about their plan; nothing when it is not so any more.

    The fact is the platform's, the mail the business's own.
    """
    business, held = plan_letters.whose(message)
    if business is None or held is None:
        return
    said = plan_letters.words_for(message, held, ZoneInfo(business.time_zone))
    if said is None:
        return
    with tenant_scope(business):
        owners = User.objects.filter(role=Role.OWNER, is_active=True).order_by("id")
        deliver_to_each(
            message,
            owners,
            key=f"plan.{message.pk}.owner",
            write=partial(plan_letters.write_letter, said),
            now=now,
        )


for _kind, _label in {
    "plan.state_changed": "Word to the owner of where their plan stands",
    "plan.trial_ends_soon": "Word to the owner that the trial ends soon",
    "plan.level_reached": "Word to the owner that little of the plan is left",
}.items():
    outbox.handles(_kind, name=f"notifications.mail_{_kind.replace('.', '_')}", label=_label)(mail_owners)
