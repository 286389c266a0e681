"""How the record's events about accounts read; they stand below this app. Found when Django starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from accounts.models import OwnRole, User
from accounts.permissions import ROLE_NAMES
from audit.columns import describes, how_many, moment, names, one_of, row_of, said
from audit.models import AuditEvent
from audit.services import people  # noqa: F401 - registers how changes of accounts are taken back
from audit.wording import Told, plain, tells

describes(
    "accounts_user",
    {
        "email": said(word("e-mail")),
        "name": said(word("name")),
        "role": one_of(word("role"), {role.value: name for role, name in ROLE_NAMES.items()}),
        "own_role_id": row_of("accounts_ownrole", word("role of one’s own")),
        "venue_ids": how_many(word("venues they are limited to")),
        "room_ids": how_many(word("single rooms they are limited to")),
        "is_active": said(word("may sign in")),
        # On record as changed, without its value.
        "password": said(word("password")),
        "clock_format": said(word("clock")),
        "date_locale": said(word("way to write dates")),
        "is_superuser": said(word("runs the platform")),
    },
    hidden={
        "last_login": "changes with every log-in; the security history has it",
        "board_look": "how they like the board drawn is nobody else's concern",
        "last_seen_at": "changes every few minutes",
        "tour": "how far they are in the guided tour",
        "legacy_id": "the row's key in the old app",
    },
)
describes(
    "audit_redaction",
    {
        "about": said(word("what was erased")),
        "events": how_many(word("changes on the record that were blanked")),
    },
    hidden={"at": "the change itself has its time", "columns": "for the chain’s check"},
)
describes(
    "accounts_ownrole",
    {"name": said(word("name")), "permissions": how_many(word("things they may do"))},
)
describes(
    "accounts_invitation",
    {
        "email": said(word("e-mail")),
        "role": one_of(word("role"), {role.value: name for role, name in ROLE_NAMES.items()}),
        "own_role_id": row_of("accounts_ownrole", word("role of one’s own")),
        "invited_by_id": row_of("accounts_user", word("invited by")),
        "expires_at": moment(word("good until")),
        "accepted_at": moment(word("accepted")),
        "revoked_at": moment(word("taken back")),
    },
    hidden={
        "token_hash": "what opens the link is nobody's to read",
        "link_nonce": "what the link is made of is nobody's to read",
    },
)


@names("accounts_ownrole")
def name_own_roles(ids: set[int]) -> Mapping[int, str]:
    return dict(OwnRole.objects.filter(pk__in=ids).values_list("id", "name"))


@tells({"accounts_ownrole": word("Roles")})
def tell_own_roles(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Roles that the business made, by name."""
    names = name_own_roles({int(event.entity_id) for event in events})
    return {
        event.pk: plain(event, gettext("the role"), name=names.get(int(event.entity_id), ""))
        for event in events
    }


@tells({"audit_redaction": word("Erased from the record")})
def tell_redactions(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """That something personal was blanked, never what."""
    return {
        event.pk: Told(
            gettext("erased personal details from the record"), change=str((event.new or {}).get("about", ""))
        )
        for event in events
    }


@names("accounts_user")
def name_people(ids: set[int]) -> Mapping[int, str]:
    return dict(User.objects.filter(pk__in=ids).values_list("id", "name"))


@tells({"accounts_user": word("People")})
def tell_people(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """People of the team by name."""
    names = dict(
        User.objects.filter(pk__in={int(event.entity_id) for event in events}).values_list("id", "name")
    )
    return {event.pk: plain(event, gettext("the account of"), name=_name(event, names)) for event in events}


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
