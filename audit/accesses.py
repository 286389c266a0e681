"""Reading who signed in and who looked: for people themselves, and for managers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.columns import names_of_rows
from audit.models import Access, AuditEvent
from audit.wording import things

PAGE = 50


class Kind(StrEnum):
    """What an access was."""

    SIGNED_IN = "signed-in"
    REFUSED = "sign-in-refused"
    SIGNED_OUT = "signed-out"
    VIEWED = "viewed"
    EXPORTED = "exported"


WORDS = {
    Kind.SIGNED_IN: word("Signed in"),
    Kind.REFUSED: word("A log-in was refused: wrong password"),
    Kind.SIGNED_OUT: word("Signed out"),
    Kind.VIEWED: word("looked at"),
    Kind.EXPORTED: word("took out as a file:"),
}
OF_LOG_INS = (Kind.SIGNED_IN, Kind.REFUSED, Kind.SIGNED_OUT)
OF_OTHERS = (Kind.VIEWED, Kind.EXPORTED)
# What files hold that are not of one table on record.
FILES = {
    "audit_event": word("the record of changes"),
    "bookings_occupancy": word("a night’s list of bookings"),
    "bookings_booking": word("the list of bookings"),
    "bookings_block": word("the list of blocked times"),
    "bookings_customer": word("the list of customers"),
}
# Columns of an account that say something about its safety.
SAFETY = {
    "password": word("The password was changed"),
    "role": word("The role was changed"),
    "is_active": word("Access was given or taken"),
    "access_version": word("Signed out everywhere"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of somebody's security history."""

    at: datetime
    words: str
    address: str
    agent: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """A line of who looked at whom."""

    id: int
    at: datetime
    person: str
    words: str
    thing: str
    table: str
    entity_id: str
    address: str


def security_history(person_id: int) -> list[Moment]:
    """Somebody's last log-ins and attempts, and what was changed about their account, newest first."""
    log_ins = Access.objects.filter(person_id=str(person_id), kind__in=OF_LOG_INS).order_by("-id")[:PAGE]
    events = AuditEvent.objects.filter(table="accounts_user", entity_id=str(person_id), action="update")
    moments = [Moment(each.at, gettext(WORDS[Kind(each.kind)]), each.address, each.agent) for each in log_ins]
    for event in events.order_by("-id")[:PAGE]:
        said = next((SAFETY[name] for name in SAFETY if name in (event.new or {})), "")
        if said:
            own = event.actor_kind == "person" and event.actor_id == str(person_id)
            by = "" if own else event.actor_label
            moments.append(Moment(event.at, gettext(said), event.address, event.agent, by))
    # One press changes password and access in two rows: said once.
    once = {(moment.at.replace(microsecond=0), moment.words): moment for moment in moments}
    return sorted(once.values(), key=lambda moment: moment.at, reverse=True)[:PAGE]


def looks(*, person: str = "", entity: str = "", before: int | None = None) -> list[Look]:
    """Who looked at which people's details, newest first; of one person, or at one customer. PAGE at a
    time.
    """
    found = Access.objects.filter(kind__in=OF_OTHERS).order_by("-id")
    if person:
        found = found.filter(person_id=person)
    if entity:
        found = found.filter(table="bookings_customer", entity_id=entity)
    if before is not None:
        found = found.filter(id__lt=before)
    rows = list(found[:PAGE])
    names = names_of_rows((row.table, row.entity_id) for row in rows)
    return [_look(row, names) for row in rows]


def _look(row: Access, names: dict[tuple[str, str], str]) -> Look:
    noun = gettext(FILES.get(row.table) or things().get(row.table, row.table))
    name = names.get((row.table, row.entity_id), gettext("one that is gone")) if row.entity_id else ""
    thing = name or (f"{row.count} × {noun}" if row.count > 1 else noun)
    words = gettext(WORDS[Kind(row.kind)])
    return Look(row.pk, row.at, row.person, words, thing, row.table, row.entity_id, row.address)


def is_more(found: Sequence[Look]) -> bool:
    """Whether there may be older ones."""
    return len(found) == PAGE
