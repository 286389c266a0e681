"""What Boom asks of a company's calendars, and how it asks: OAuth 2 with PKCE, JSON over HTTPS."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings

from bookings.domain.interval import Interval
from boom.core.providers import outbound
from integrations.domain.retrying import asked_wait
from integrations.errors import AccessRefused, CalendarServiceAway, GrantGone, RemoteRefused

LONGEST = 4 * 1024 * 1024
# Microsoft's links to what changed hold their whole state.
LONGEST_URL = 8000
UNAUTHORIZED, GONE, TOO_MANY, ITS_FAULT = 401, 410, 429, 500
MISSING = {404, GONE}
# Pages of one reading; what has more events than that in a year is no room's calendar.
MOST_PAGES = 20


class CursorGone(Exception):
    """The company tells changes since then no more: everything has to be read anew."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a company answers, and as whom Boom asks it."""

    client_id: str
    client_secret: str
    consent: str
    token: str
    revoke: str
    api: str
    is_standin: bool


@dataclass(frozen=True, slots=True)
class Grant:
    """What a company gives for a code or a refresh token; `refresh_token` is empty where it stays."""

    access_token: str
    lasts: timedelta
    refresh_token: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class RemoteCalendar:
    """A calendar of an account that may be written into."""

    id: str
    name: str
    owner: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A booking as it is to stand there. `key` names it for good: the same booking, the same key."""

    key: str
    title: str
    text: str
    place: str
    span: Interval
    is_tentative: bool

    @property
    def digest(self) -> str:
        """The same for what would read the same there."""
        said = [self.title, self.text, self.place, self.is_tentative]
        times = [self.span.start.isoformat(), self.span.end.isoformat()]
        return hashlib.sha256(json.dumps([*said, *times]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """An event as it stands there now; one without a span stands for a series."""

    id: str
    span: Interval | None = None
    is_busy: bool = True
    series: str = ""
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a cursor, or everything, and the cursor for the next time."""

    changes: Sequence[Change]
    cursor: str


class CalendarProvider(Protocol):
    """A company's calendars.

    All but `consent_url` ask over the internet. They raise CalendarServiceAway when trying later may help,
    AccessRefused for an access token that is not good any more, RemoteRefused for what never will be.
    """

    name: str
    scopes: frozenset[str]

    def consent_url(self, *, state: str, challenge: str, back: str, hint: str) -> str:
        """Where a person says yes. `hint`: whose account, where that is known."""
        ...

    def exchange(self, *, code: str, verifier: str, back: str) -> Grant:
        """Tokens for the code that a person came back with. Raises GrantGone."""
        ...

    def renew(self, refresh_token: str) -> Grant:
        """Another access token. Raises GrantGone when Boom is let in no more."""
        ...

    def revoke(self, refresh_token: str) -> None:
        """Give a grant back, where the company takes it."""
        ...

    def calendars(self, access: str) -> list[RemoteCalendar]:
        """Those that may be written into, the person's own first."""
        ...

    def changes(
        self, access: str, calendar: str, *, cursor: str, window: Interval, zone: ZoneInfo
    ) -> Changes:
        """What changed since `cursor`; without one, everything in the window. Raises CursorGone."""
        ...

    def write(self, access: str, calendar: str, wanted: Wanted, *, remote_id: str, was_tried: bool) -> str:
        """Have a booking stand there as wanted, once, and give its id there."""
        ...

    def remove(self, access: str, calendar: str, key: str, *, remote_id: str) -> None:
        """Have a booking stand there no more; one that is gone already is fine."""
        ...


def place_of(company: str) -> Place | None:
    """Where a company answers; None where Boom is not registered with it and no stand-in runs."""
    known: Mapping[str, str] = settings.CALENDAR_COMPANIES[company]
    if known["client_id"]:
        return Place(**known, is_standin=False)
    base, pages = settings.CALENDAR_STANDIN_BASE, settings.CALENDAR_STANDIN_PAGES
    if not base:
        return None
    api = {"google": "google/calendar/v3", "microsoft": "graph/v1.0"}[company]
    return Place(
        client_id="boom-demo",
        client_secret="boom-demo",  # noqa: S106 - the stand-in takes any
        consent=f"{pages or base}/{company}/authorize",
        token=f"{base}/{company}/token",
        revoke=f"{base}/{company}/revoke" if known["revoke"] else "",
        api=f"{base}/{api}",
        is_standin=True,
    )


def insist_on_place(company: str) -> Place:
    """The same, where it has to be there. Raises CalendarServiceAway."""
    place = place_of(company)
    if place is None:
        raise CalendarServiceAway("This Boom is not registered with them. Ask whoever runs it.")
    return place


def challenge_of(verifier: str) -> str:
    """What is sent ahead of a verifier (RFC 7636, S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def ask_for_tokens(place: Place, company: str, **said: str) -> Grant:
    """What a token endpoint gives. Raises GrantGone, CalendarServiceAway."""
    form = {"client_id": place.client_id, "client_secret": place.client_secret, **said}
    status, answer = _call(
        place, "POST", place.token, body=urlencode(form).encode(), kind="application/x-www-form-urlencoded"
    )
    if answer.get("error") == "invalid_grant":
        raise GrantGone
    if status != 200 or not answer.get("access_token"):
        words = str(answer.get("error", status))[:80]
        raise CalendarServiceAway(f"{company} gave no access: {words}")
    return Grant(
        access_token=str(answer["access_token"]),
        lasts=timedelta(seconds=int(answer.get("expires_in", 3600))),
        refresh_token=str(answer.get("refresh_token", "")),
        scopes=frozenset(str(answer.get("scope", "")).split()),
    )


def give_back(place: Place, token: str) -> None:
    """Revoke a token (RFC 7009); that it was known no more is fine. Raises CalendarServiceAway."""
    body = urlencode({"token": token}).encode()
    _call(place, "POST", place.revoke, body=body, kind="application/x-www-form-urlencoded")


def ask(
    place: Place,
    method: str,
    url: str,
    access: str,
    *,
    said: Mapping[str, Any] | None = None,
    prefer: str = "",
    fine: frozenset[int] | set[int] = frozenset(),
) -> tuple[int, dict[str, Any]]:
    """The status and JSON of an answer that is a success, or whose status is `fine`.

    `url` is below the company's own API: a page that leads elsewhere is not followed.
    """
    if not url.startswith(f"{place.api}/"):
        raise RemoteRefused("It led to an address that is not its own.")
    headers = {"Authorization": f"Bearer {access}", **({"Prefer": prefer} if prefer else {})}
    body = None if said is None else json.dumps(said).encode()
    status, answer = _call(place, method, url, body=body, kind="application/json", headers=headers)
    if status == UNAUTHORIZED:
        raise AccessRefused
    if status < 300 or status in fine:
        return status, answer
    raise RemoteRefused(f"It answered {status}: {_reason(answer)}")


def _call(
    place: Place,
    method: str,
    url: str,
    *,
    body: bytes | None,
    kind: str,
    headers: Mapping[str, str] | None = None,
) -> tuple[int, dict[str, Any]]:
    sent = {
        "Accept": "application/json",
        **({"Content-Type": kind} if body is not None else {}),
        **(headers or {}),
    }
    try:
        answer = outbound.call(
            method, url, body=body, headers=sent, longest=LONGEST, longest_url=LONGEST_URL,
            may_be_loopback=place.is_standin,
        )  # fmt: skip
        found = json.loads(answer.body) if answer.body and not answer.is_cut else {}
    except outbound.NoAnswer as error:
        raise CalendarServiceAway(error.message) from error
    except ValueError as error:
        raise CalendarServiceAway("What it answered could not be read.") from error
    said = found if isinstance(found, dict) else {}
    if answer.status >= ITS_FAULT or answer.status == TOO_MANY or _is_too_many(answer.status, said):
        asked = asked_wait(answer.status, answer.headers.get("retry-after", ""))
        raise CalendarServiceAway(f"It asked to come back later ({answer.status}).", asked=asked)
    if answer.is_cut:
        raise RemoteRefused("It answered more than Boom reads.")
    return answer.status, said


def _is_too_many(status: int, said: Mapping[str, Any]) -> bool:
    """Google says that it is too much with 403 as well."""
    return status == 403 and ("rateLimit" in _reason(said) or "quota" in _reason(said))


def _reason(said: Mapping[str, Any]) -> str:
    """The company's own word for why, which is safe to show."""
    error = said.get("error")
    if not isinstance(error, dict):
        return str(error or "")[:80]
    inner = error.get("errors")
    first = inner[0].get("reason") if isinstance(inner, list) and inner and isinstance(inner[0], dict) else ""
    return str(first or error.get("code") or "")[:80]


def instant(moment: datetime) -> str:
    """An instant in UTC to the second, as both companies read it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
