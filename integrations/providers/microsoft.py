"""Outlook's calendars by Microsoft Graph v1.0 (learn.microsoft.com/graph/api/resources/event)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from bookings.domain.interval import Interval
from integrations.errors import RemoteRefused
from integrations.providers.base import (
    GONE,
    MISSING,
    MOST_PAGES,
    Change,
    Changes,
    CursorGone,
    Grant,
    Place,
    RemoteCalendar,
    Wanted,
    ask,
    ask_for_tokens,
    insist_on_place,
    instant,
)

CODE = "microsoft"
# Ids that stay when an event is moved between folders; they have to be asked for each time.
STAYING = 'IdType="ImmutableId"'
READING = f'{STAYING}, odata.maxpagesize=200, outlook.timezone="UTC"'
# Our mark on an event: a property of our own, by which it is found again.
MARK = "String {0a1c7f6e-6d0f-4c43-9c55-2b6f1e1f7b0d} Name BoomBooking"
NOT_BUSY = {"free", "workingElsewhere"}
FLOATING_DIGITS = 26


class Microsoft:
    """An event's id is Microsoft's; one that we may have made and not heard of is looked for by our mark."""

    name = "Outlook"
    scopes = frozenset({"offline_access", "Calendars.ReadWrite"})

    def consent_url(self, *, state: str, challenge: str, back: str, hint: str) -> str:
        place = insist_on_place(CODE)
        said = {
            "client_id": place.client_id,
            "redirect_uri": back,
            "response_type": "code",
            "response_mode": "query",
            "scope": " ".join(sorted(self.scopes)),
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            **({"login_hint": hint} if hint else {"prompt": "select_account"}),
        }
        return f"{place.consent}?{urlencode(said)}"

    def exchange(self, *, code: str, verifier: str, back: str) -> Grant:
        return ask_for_tokens(
            insist_on_place(CODE),
            self.name,
            grant_type="authorization_code",
            code=code,
            code_verifier=verifier,
            redirect_uri=back,
        )

    def renew(self, refresh_token: str) -> Grant:
        return ask_for_tokens(
            insist_on_place(CODE),
            self.name,
            grant_type="refresh_token",
            refresh_token=refresh_token,
            scope=" ".join(sorted(self.scopes)),
        )

    def revoke(self, refresh_token: str) -> None:
        """Microsoft takes no grant back from an app; people do it on their account's page."""

    def calendars(self, access: str) -> list[RemoteCalendar]:
        place = insist_on_place(CODE)
        _, answer = ask(place, "GET", f"{place.api}/me/calendars?%24top=100", access, prefer=STAYING)
        found = [
            RemoteCalendar(
                id=str(row["id"]),
                name=str(row.get("name") or "Calendar"),
                owner=str((row.get("owner") or {}).get("address", "")),
                is_own=bool(row.get("isDefaultCalendar")),
            )
            for row in answer.get("value", [])
            if row.get("canEdit")
        ]
        return sorted(found, key=lambda each: not each.is_own)

    def changes(
        self, access: str, calendar: str, *, cursor: str, window: Interval, zone: ZoneInfo
    ) -> Changes:
        place = insist_on_place(CODE)
        said = urlencode({"startDateTime": instant(window.start), "endDateTime": instant(window.end)})
        url = cursor or f"{_calendar(place, calendar)}/calendarView/delta?{said}"
        found: list[Change] = []
        for _ in range(MOST_PAGES):
            status, answer = ask(place, "GET", url, access, prefer=READING, fine={GONE})
            if status == GONE:
                raise CursorGone
            found += [_change(row, zone) for row in answer.get("value", [])]
            if answer.get("@odata.deltaLink"):
                return Changes(found, str(answer["@odata.deltaLink"]))
            url = str(answer["@odata.nextLink"])
        raise RemoteRefused("The calendar has more events than Boom reads.")

    def write(self, access: str, calendar: str, wanted: Wanted, *, remote_id: str, was_tried: bool) -> str:
        place = insist_on_place(CODE)
        events = f"{_calendar(place, calendar)}/events"
        body = {
            "subject": wanted.title,
            "body": {"contentType": "text", "content": wanted.text},
            "location": {"displayName": wanted.place},
            "start": _said(wanted.span.start),
            "end": _said(wanted.span.end),
            "showAs": "tentative" if wanted.is_tentative else "busy",
            "isReminderOn": False,
        }
        if not remote_id and was_tried:
            remote_id = self._find(place, access, events, wanted.key)
        if remote_id:
            url = f"{events}/{quote(remote_id, safe='')}"
            status, _ = ask(place, "PATCH", url, access, said=body, prefer=STAYING, fine=MISSING)
            if status not in MISSING:
                return remote_id
        mark = {"singleValueExtendedProperties": [{"id": MARK, "value": wanted.key}]}
        _, made = ask(place, "POST", events, access, said={**body, **mark}, prefer=STAYING)
        return str(made["id"])

    def remove(self, access: str, calendar: str, key: str, *, remote_id: str) -> None:
        place = insist_on_place(CODE)
        events = f"{_calendar(place, calendar)}/events"
        remote_id = remote_id or self._find(place, access, events, key)
        if remote_id:
            ask(
                place, "DELETE", f"{events}/{quote(remote_id, safe='')}", access, prefer=STAYING, fine=MISSING
            )

    def _find(self, place: Place, access: str, events: str, key: str) -> str:
        """The id of an event with our mark; empty where there is none."""
        wanted = f"singleValueExtendedProperties/Any(ep: ep/id eq '{MARK}' and ep/value eq '{key}')"
        _, answer = ask(place, "GET", f"{events}?{urlencode({'$filter': wanted})}", access, prefer=STAYING)
        rows = answer.get("value", [])
        return str(rows[0]["id"]) if rows else ""


def _calendar(place: Place, calendar: str) -> str:
    return f"{place.api}/me/calendars/{quote(calendar, safe='')}"


def _said(moment: datetime) -> dict[str, str]:
    return {"dateTime": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}


def _change(row: Mapping[str, Any], zone: ZoneInfo) -> Change:
    key = str(row["id"])
    if "@removed" in row or row.get("isCancelled"):
        return Change(key, is_gone=True)
    is_declined = (row.get("responseStatus") or {}).get("response") == "declined"
    is_busy = row.get("showAs", "busy") not in NOT_BUSY and not is_declined
    if row.get("type") == "seriesMaster":
        return Change(key, None, is_busy)
    is_day = bool(row.get("isAllDay"))
    start, end = (_moment(row[name], zone if is_day else UTC) for name in ("start", "end"))
    series = str(row.get("seriesMasterId") or "")
    return Change(key, Interval(start, end), is_busy, series) if start < end else Change(key, is_gone=True)


def _moment(said: Mapping[str, str], zone: Any) -> datetime:
    """What was asked for in UTC; a whole day is from midnight on the venue's clock, whatever it says."""
    return datetime.fromisoformat(said["dateTime"].rstrip("Z")[:FLOATING_DIGITS]).replace(tzinfo=zone)
