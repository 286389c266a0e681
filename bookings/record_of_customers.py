"""How the record's events about customers read. Imported by `bookings.record`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.models import Action, AuditEvent
from audit.wording import Told, plain, tells
from bookings.models import Ban, Consent, Customer


@tells({"bookings_customer": word("Customers")})
def tell_customers(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Customers by name."""
    names = dict(Customer.objects.filter(pk__in=_ids(events)).values_list("id", "name"))
    return {
        event.pk: plain(
            event,
            gettext("the customer"),
            name=names.get(int(event.entity_id), _name_then(event)),
            path=reverse("dashboard:customer", args=[event.entity_id]),
        )
        for event in events
    }


@tells({"bookings_ban": word("Blocked from booking online")})
def tell_bans(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Bans by whom or what they keep out, and why."""
    bans = Ban.objects.select_related("customer").in_bulk(_ids(events))
    return {event.pk: _tell_ban(event, bans.get(int(event.entity_id))) for event in events}


def _tell_ban(event: AuditEvent, ban: Ban | None) -> Told:
    if ban is None:
        return plain(event, gettext("a block from booking online"))
    whom = ban.customer.name if ban.customer else ban.email or ban.phone
    path = reverse("dashboard:customer", args=[ban.customer_id]) if ban.customer_id else ""
    lifted = (event.new or {}).get("lifted_at")
    words = (
        gettext("let %(whom)s book online again")
        if event.action == Action.UPDATE and lifted
        else gettext("blocked %(whom)s from booking online")
    )
    return Told(words % {"whom": whom}, thing=whom, change=ban.reason, path=path)


@tells({"bookings_consent": word("Consents")})
def tell_consents(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Answers to a text, with whose they are."""
    consents = Consent.objects.select_related("customer").in_bulk(_ids(events))
    told = {}
    for event in events:
        consent = consents.get(int(event.entity_id))
        if consent is None or event.action != Action.INSERT:
            told[event.pk] = plain(event, gettext("a consent"))
            continue
        values = {"name": consent.customer.name, "purpose": consent.get_purpose_display()}
        said = gettext("noted a yes of %(name)s: %(purpose)s")
        refused = gettext("noted a no of %(name)s: %(purpose)s")
        told[event.pk] = Told(
            (said if consent.is_given else refused) % values,
            thing=consent.customer.name,
            change=consent.words,
            path=reverse("dashboard:customer", args=[consent.customer_id]),
        )
    return told


@tells({"bookings_consenttext": word("Texts to agree to")})
def tell_consent_texts(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Texts that customers are asked to agree to, with their words."""
    return {
        event.pk: replace(
            plain(event, gettext("a text to agree to")), change=str((event.new or {}).get("words", ""))
        )
        for event in events
    }


def _ids(events: Iterable[AuditEvent]) -> set[int]:
    return {int(event.entity_id) for event in events}


def _name_then(event: AuditEvent) -> str:
    """The name the row had, where the event holds it: the row itself is gone."""
    return str((event.old or {}).get("name") or (event.new or {}).get("name") or "")
