"""How the record's events about customers read. Imported by `bookings.record`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.models import Action, AuditEvent
from audit.wording import Told, plain, tells
from bookings.models import Ban, Booking, Consent, Customer, CustomerImport, HourPack, NotTheSame


@tells({"bookings_customer": word("Customers")})
def tell_customers(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Customers by name."""
    ids = _ids(events) | {_became(event) for event in events}
    names = dict(Customer.objects.filter(pk__in=ids).values_list("id", "name"))
    return {event.pk: _tell_customer(event, names) for event in events}


def _tell_customer(event: AuditEvent, names: Mapping[int, str]) -> Told:
    name = names.get(int(event.entity_id), _name_then(event))
    path = reverse("dashboard:customer", args=[event.entity_id])
    if _became(event):
        values = {"gone": name, "kept": names.get(_became(event), "–")}
        return Told(gettext("merged %(gone)s into %(kept)s") % values, thing=name, change="", path=path)
    return plain(event, gettext("the customer"), name=name, path=path)


def _became(event: AuditEvent) -> int:
    """The key of the customer that this one was merged into by the event; 0 for none."""
    return int((event.new or {}).get("merged_into_id") or 0) if event.action == Action.UPDATE else 0


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


@tells({"bookings_hourpack": word("Prepaid hours")})
def tell_hour_packs(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Prepaid hours with whose they are, leading to their customer."""
    packs = HourPack.objects.select_related("customer").in_bulk(_ids(events))
    told = {}
    for event in events:
        pack = packs.get(int(event.entity_id))
        path = reverse("dashboard:customer", args=[pack.customer_id]) if pack else ""
        name = f"{pack.name}, {pack.customer.name}" if pack else ""
        told[event.pk] = plain(event, gettext("the prepaid hours"), name=name, path=path)
    return told


@tells({"bookings_notthesame": word("Customers kept apart")})
def tell_kept_apart(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Pairs that are different people, by their names."""
    pairs = NotTheSame.objects.select_related("first", "second").in_bulk(_ids(events))
    told = {}
    for event in events:
        pair = pairs.get(int(event.entity_id))
        names = {"one": pair.first.name, "other": pair.second.name} if pair else {"one": "–", "other": "–"}
        told[event.pk] = Told(gettext("kept %(one)s and %(other)s apart") % names)
    return told


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


@tells({"bookings_customerlink": word("Customers’ log-in links")})
def tell_customer_links(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Links to customers' own pages; what opens them is on no record."""
    return {event.pk: plain(event, gettext("a customer’s log-in link")) for event in events}


@tells(
    {
        "bookings_guestmessage": word("Messages from guests"),
        "bookings_invitee": word("Guest lists"),
        "bookings_rating": word("Ratings"),
    }
)
def tell_what_guests_say(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Messages, guest lists and ratings, leading to their bookings."""
    keys = {event.pk: int((event.new or event.old or {}).get("booking_id") or 0) for event in events}
    rows = Booking.objects.filter(pk__in=keys.values()).select_related("customer")
    titles = {row.pk: row.title for row in rows}
    nouns = {
        "bookings_guestmessage": gettext("a guest’s message"),
        "bookings_invitee": gettext("an invitation"),
        "bookings_rating": gettext("a rating"),
    }
    told = {}
    for event in events:
        noun = nouns[event.table]
        key = keys[event.pk]
        path = reverse("dashboard:booking", args=[key]) if key in titles else ""
        told[event.pk] = plain(event, noun, name=titles.get(key, ""), path=path)
    return told


@tells({"bookings_customerimport": word("Imports of lists")})
def tell_imports(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Imports by their files, leading to their pages."""
    files = dict(CustomerImport.objects.filter(pk__in=_ids(events)).values_list("id", "file_name"))
    return {
        event.pk: plain(
            event,
            gettext("the import"),
            name=files.get(int(event.entity_id), ""),
            path=reverse("dashboard:import", args=[event.entity_id]),
        )
        for event in events
    }
