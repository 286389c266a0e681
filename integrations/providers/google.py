"""Google Calendar API v3 (developers.google.com/workspace/calendar/api/v3/reference)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, time
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
    RemoteCalendar,
    Wanted,
    ask,
    ask_for_tokens,
    give_back,
    insist_on_place,
    instant,
)

CODE = "google"
TAKEN = 409
# Of an event no more than when it is and whether it keeps anybody busy.
FIELDS = (
    "items(id,status,start,end,transparency,eventType,attendees(self,responseStatus)),"
    "nextPageToken,nextSyncToken"
)


class Google:
    """An event's id is ours to choose, so writing twice is writing once."""

    name = "Google"
    scopes = frozenset(
        {
            "https://www.googleapis.com/auth/calendar.events",
            "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
        }
    )

    def consent_url(self, *, state: str, challenge: str, back: str, hint: str) -> str:
        place = insist_on_place(CODE)
        said = {
            "client_id": place.client_id,
            "redirect_uri": back,
            "response_type": "code",
            "scope": " ".join(sorted(self.scopes)),
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            # A refresh token comes with `offline`, and again with `consent` only.
            "access_type": "offline",
            "prompt": "consent",
            **({"login_hint": hint} if hint else {}),
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
            insist_on_place(CODE), self.name, grant_type="refresh_token", refresh_token=refresh_token
        )

    def revoke(self, refresh_token: str) -> None:
        give_back(insist_on_place(CODE), refresh_token)

    def calendars(self, access: str) -> list[RemoteCalendar]:
        place = insist_on_place(CODE)
        said = urlencode({"minAccessRole": "writer", "maxResults": "250"})
        _, answer = ask(place, "GET", f"{place.api}/users/me/calendarList?{said}", access)
        rows = list(answer.get("items", []))
        owner = next((str(row["id"]) for row in rows if row.get("primary")), "")
        found = [
            RemoteCalendar(
                id=str(row["id"]),
                name=str(row.get("summaryOverride") or row.get("summary") or row["id"]),
                owner=owner,
                is_own=bool(row.get("primary")),
            )
            for row in rows
        ]
        return sorted(found, key=lambda each: not each.is_own)

    def changes(
        self, access: str, calendar: str, *, cursor: str, window: Interval, zone: ZoneInfo
    ) -> Changes:
        place = insist_on_place(CODE)
        # Series come as their nights; a token remembers the window it was begun with, and takes none.
        said = {"singleEvents": "true", "maxResults": "1000", "fields": FIELDS}
        if cursor:
            said["syncToken"] = cursor
        else:
            said |= {"timeMin": instant(window.start), "timeMax": instant(window.end)}
        found: list[Change] = []
        for _ in range(MOST_PAGES):
            status, answer = ask(
                place, "GET", f"{_events(place.api, calendar)}?{urlencode(said)}", access, fine={GONE}
            )
            if status == GONE:
                raise CursorGone
            found += [_change(row, zone) for row in answer.get("items", [])]
            if answer.get("nextSyncToken"):
                return Changes(found, str(answer["nextSyncToken"]))
            said["pageToken"] = str(answer["nextPageToken"])
        raise RemoteRefused("The calendar has more events than Boom reads.")

    def write(self, access: str, calendar: str, wanted: Wanted, *, remote_id: str, was_tried: bool) -> str:
        place, key = insist_on_place(CODE), _id_of(wanted.key)
        body = {
            "summary": wanted.title,
            "description": wanted.text,
            "location": wanted.place,
            "start": {"dateTime": instant(wanted.span.start)},
            "end": {"dateTime": instant(wanted.span.end)},
            # Also brings back one that somebody deleted there.
            "status": "tentative" if wanted.is_tentative else "confirmed",
            "reminders": {"useDefault": False},
        }
        events = _events(place.api, calendar)
        if not remote_id:
            status, _ = ask(place, "POST", events, access, said={"id": key, **body}, fine={TAKEN})
            if status != TAKEN:
                return key
        status, _ = ask(place, "PATCH", f"{events}/{key}", access, said=body, fine=MISSING)
        if status in MISSING:
            ask(place, "POST", events, access, said={"id": key, **body})
        return key

    def remove(self, access: str, calendar: str, key: str, *, remote_id: str) -> None:
        place = insist_on_place(CODE)
        url = f"{_events(place.api, calendar)}/{remote_id or _id_of(key)}"
        ask(place, "DELETE", url, access, fine=MISSING)


def _events(api: str, calendar: str) -> str:
    return f"{api}/calendars/{quote(calendar, safe='')}/events"


def _id_of(key: str) -> str:
    """An id of base32hex characters, as Google asks for, which tells nothing of what it is made of."""
    return f"boom{hashlib.sha256(key.encode()).hexdigest()[:40]}"


def _change(row: Mapping[str, Any], zone: ZoneInfo) -> Change:
    key = str(row["id"])
    if row.get("status") == "cancelled":
        return Change(key, is_gone=True)
    is_declined = any(
        each.get("self") and each.get("responseStatus") == "declined" for each in row.get("attendees", [])
    )
    # A note of where somebody works keeps no room.
    is_busy = (
        row.get("transparency") != "transparent"
        and row.get("eventType") != "workingLocation"
        and not is_declined
    )
    start, end = _moment(row["start"], zone), _moment(row["end"], zone)
    return Change(key, Interval(start, end), is_busy) if start < end else Change(key, is_gone=True)


def _moment(said: Mapping[str, str], zone: ZoneInfo) -> datetime:
    """An instant, or midnight of a whole day on the venue's clock."""
    if "dateTime" in said:
        return datetime.fromisoformat(said["dateTime"])
    return datetime.combine(date.fromisoformat(said["date"]), time.min, zone)
