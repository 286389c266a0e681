"""How the record's events about the waiting list read. Imported by `bookings.record`."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.models import Action, AuditEvent
from audit.wording import Told, plain, tells
from bookings.models import OfferState, WaitlistEntry, WaitlistOffer, WaitState


@tells({"bookings_waitlistentry": word("Waiting list")})
def tell_entries(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Places in line by whose they are."""
    entries = WaitlistEntry.objects.in_bulk([int(event.entity_id) for event in events])
    return {event.pk: _tell_entry(event, entries.get(int(event.entity_id))) for event in events}


def _tell_entry(event: AuditEvent, entry: WaitlistEntry | None) -> Told:
    if entry is None:
        return plain(event, gettext("a place on the waiting list"))
    path = f"{reverse('dashboard:waitlist')}?day={entry.first_day.isoformat()}"
    told = plain(event, gettext("the place on the waiting list of"), name=entry.name, path=path)
    new = event.new or {}
    words = {
        WaitState.ACCEPTED: gettext("gave %(name)s of the waiting list a booking"),
        WaitState.EXPIRED: gettext("ended the wait of %(name)s, whose time was over"),
        WaitState.LEFT: gettext("took %(name)s off the waiting list, as they asked"),
        WaitState.REMOVED: gettext("took %(name)s off the waiting list"),
        WaitState.WAITING: gettext("put %(name)s back on the waiting list"),
    }
    if event.action == Action.INSERT:
        return Told(
            gettext("put %(name)s on the waiting list") % {"name": entry.name}, thing=entry.name, path=path
        )
    if event.action == Action.UPDATE and new.get("state") in WaitState.values:
        said = words[WaitState(new["state"])] % {"name": entry.name}
        return Told(said, thing=entry.name, path=path)
    if event.action == Action.UPDATE and "rank" in new and not new.keys() - {"rank", "version"}:
        moved = gettext("moved %(name)s on the waiting list") % {"name": entry.name}
        return Told(moved, thing=entry.name, path=path)
    return told


@tells({"bookings_waitlistoffer": word("Offers to the waiting list")})
def tell_offers(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Offers by whom they were made to, and what became of them."""
    offers = WaitlistOffer.objects.select_related("entry", "room").in_bulk(
        [int(event.entity_id) for event in events]
    )
    words = {
        OfferState.LIVE: gettext("offered %(room)s to %(name)s of the waiting list"),
        OfferState.ACCEPTED: gettext("noted that %(name)s took the offer of %(room)s"),
        OfferState.DECLINED: gettext("noted that %(name)s did not want %(room)s"),
        OfferState.LAPSED: gettext("noted that %(name)s did not answer the offer of %(room)s in time"),
        OfferState.WITHDRAWN: gettext("took the offer of %(room)s to %(name)s back"),
    }
    told = {}
    for event in events:
        offer = offers.get(int(event.entity_id))
        state = (event.new or {}).get("state")
        if offer is None or state not in OfferState.values:
            told[event.pk] = plain(event, gettext("an offer to the waiting list"))
            continue
        values = {"room": offer.room.name, "name": offer.entry.name}
        path = f"{reverse('dashboard:waitlist')}?day={offer.entry.first_day.isoformat()}"
        told[event.pk] = Told(words[OfferState(state)] % values, thing=offer.entry.name, path=path)
    return told
