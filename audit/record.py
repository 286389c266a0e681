"""How the record's events about accounts read; they stand below this app. Found when Django starts."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from accounts.models import User
from audit.models import AuditEvent
from audit.wording import Told, plain, tells

LABELS = {"is_active": "may sign in", "password": "password"}


@tells({"accounts_user": word("People")})
def tell_people(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """People of the team by name."""
    names = dict(
        User.objects.filter(pk__in={int(event.entity_id) for event in events}).values_list("id", "name")
    )
    return {
        event.pk: plain(event, gettext("the account of"), name=_name(event, names), labels=LABELS)
        for event in events
    }


@tells({"accounts_invitation": word("Invitations")})
def tell_invitations(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Invitations by the address they went to, where the event holds it."""
    return {
        event.pk: plain(event, gettext("an invitation"), name=str((event.new or {}).get("email", "")))
        for event in events
    }


def _name(event: AuditEvent, names: dict[int, str]) -> str:
    gone = (event.old or {}).get("name") or (event.new or {}).get("name") or ""
    return names.get(int(event.entity_id)) or str(gone)
