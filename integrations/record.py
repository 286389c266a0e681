"""How the record's events about keys read, and what is kept of one person. Found by `boom.apps`."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from accounts.permissions import MATRIX
from accounts.venue_scope import venues_of_business
from audit.columns import Column, Reading, describes, moment, row_of, said
from audit.models import Action, AuditEvent
from audit.wording import Told, plain, tells
from bookings.personal import Part, register
from integrations import record_of_connections  # noqa: F401 - registers itself
from integrations.models import ApiKey, KeptAnswer

register(
    Part(
        KeptAnswer,
        word("Answers to programs, kept for a day"),
        # Whose words stand in one is not known; without it a program that asks again is answered anew.
        lambda person: Q(),
        (),
        {"body": ""},
        goes=True,
        plain=("credential", "key", "fingerprint", "headers"),
        surely=lambda person: Q(pk__in=[]),
    )
)


def _verbs(value: object, _: Reading) -> str:
    names = value if isinstance(value, list) else []
    return ", ".join(MATRIX[name][0] if name in MATRIX else str(name) for name in names)


def _venues(value: object, _: Reading) -> str:
    names = dict(venues_of_business())
    return ", ".join(names.get(key, str(key)) for key in (value if isinstance(value, list) else []))


describes(
    "integrations_apikey",
    {
        "name": said(word("name")),
        "prefix": said(word("begins with")),
        "permissions": Column(word("may"), _verbs),
        "venue_ids": Column(word("only at"), _venues),
        "made_by_id": row_of("accounts_user", word("made by")),
        "expires_at": moment(word("good until")),
        "revoked_at": moment(word("revoked")),
    },
    hidden={
        "secret_hash": "what opens the API is nobody's to read",
        "last_used_at": "no change of the key; its page shows it",
    },
)


@tells({"integrations_apikey": word("Keys for programs")})
def tell_keys(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Keys by their name: made, revoked."""
    keys = ApiKey.objects.in_bulk([int(event.entity_id) for event in events])
    told = {}
    for event in events:
        key = keys.get(int(event.entity_id))
        name = key.name if key is not None else ""
        told[event.pk] = plain(event, gettext("the key"), name=name, path=reverse("integrations:keys"))
        if event.action == Action.UPDATE and "revoked_at" in (event.new or {}):
            words = gettext("revoked the key %(name)s") % {"name": name}
            told[event.pk] = Told(words, thing=name, path=reverse("integrations:keys"))
    return told
