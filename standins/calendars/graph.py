"""Microsoft Graph v1.0, calendars and events, as far as Boom uses it (learn.microsoft.com/graph/api/resources/event)."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from urllib.parse import quote, unquote

from standins.calendars.answers import Asked, Given, Refused, as_json, only
from standins.calendars.books import Books, Obj

CALENDAR = re.compile(r"/me/calendars/(?P<calendar>[^/]+)(?P<rest>/.*)")
PAGE = re.compile(r"odata\.maxpagesize=(\d+)")
BY_PROPERTY = re.compile(
    r"singleValueExtendedProperties/Any\(ep: ep/id eq '(?P<id>[^']+)' and ep/value eq '(?P<value>[^']+)'\)"
)


def answer(books: Books, person: str, asked: Asked) -> Given:
    """What Graph answers to a person's program."""
    own = books.calendars_of("microsoft", person)
    if asked.path == "/me/calendars" and asked.method == "GET":
        only(asked.query, "$select", "$top")
        return as_json({"value": [_listed(key, name, person, own) for key, name in own.items()]})
    found = CALENDAR.fullmatch(asked.path)
    calendar = unquote(found["calendar"]) if found else ""
    if found is None or calendar not in own:
        raise Refused(404, "ErrorItemNotFound")
    rest, method = found["rest"], asked.method
    if rest == "/calendarView/delta" and method == "GET":
        return _delta(books, calendar, asked)
    if rest == "/events" and method == "GET":
        return _find(books, calendar, asked)
    if rest == "/events" and method == "POST":
        return _create(books, calendar, asked)
    key = unquote(rest.removeprefix("/events/"))
    kept = books.all_events("microsoft", calendar).get(key)
    if kept is None or kept["is_gone"]:
        raise Refused(404, "ErrorItemNotFound")
    if method == "PATCH":
        body = {**kept["body"], **asked.json}
        _insist_on_times(body)
        return as_json(_shown(key, books.put("microsoft", calendar, key, body)))
    if method == "DELETE":
        books.put("microsoft", calendar, key, kept["body"], is_gone=True)
        return Given(204)
    raise Refused(405, "RequestBroker--ParseUri")


def _listed(key: str, name: str, person: str, own: Obj) -> Obj:
    return {
        "id": key,
        "name": name,
        "canEdit": True,
        "isDefaultCalendar": key == next(iter(own)),
        "owner": {"name": person, "address": person},
    }


def _delta(books: Books, calendar: str, asked: Asked) -> Given:
    given = asked.query
    only(given, "startDateTime", "endDateTime", "$deltatoken", "$skiptoken")
    since, begin = 0, 0
    if "$deltatoken" in given or "$skiptoken" in given:
        said = (given.get("$deltatoken") or given["$skiptoken"]).split("|")
        if len(said) != 4 or (int(said[0]) and int(said[0]) < books.floor):
            raise Refused(410, "SyncStateNotFound")
        since, begin, least, most = int(said[0]), int(said[1]), said[2], said[3]
    else:
        least, most = given["startDateTime"], given["endDateTime"]
    rows = [
        (key, kept)
        for key, kept in sorted(
            books.all_events("microsoft", calendar).items(), key=lambda row: row[1]["version"]
        )
        if (kept["version"] > since if since else not kept["is_gone"]) and _within(kept["body"], least, most)
    ]
    wanted = PAGE.search(asked.headers.get("prefer", ""))
    size = int(wanted[1]) if wanted else 10
    value = [_changed(key, kept) for key, kept in rows[begin : begin + size]]
    here = f"{asked.base}/graph/v1.0/me/calendars/{quote(calendar, safe='')}/calendarView/delta"
    if begin + size < len(rows):
        token = quote(f"{since}|{begin + size}|{least}|{most}")
        return as_json({"value": value, "@odata.nextLink": f"{here}?$skiptoken={token}"})
    token = quote(f"{books.version}|0|{least}|{most}")
    return as_json({"value": value, "@odata.deltaLink": f"{here}?$deltatoken={token}"})


def _changed(key: str, kept: Obj) -> Obj:
    return {"id": key, "@removed": {"reason": "deleted"}} if kept["is_gone"] else _shown(key, kept)


def _shown(key: str, kept: Obj) -> Obj:
    hidden = {"singleValueExtendedProperties", "transactionId"}
    body = {name: value for name, value in kept["body"].items() if name not in hidden}
    return {"type": "singleInstance", "showAs": "busy", "isCancelled": False, **body, "id": key}


def _within(body: Obj, least: str, most: str) -> bool:
    if "start" not in body:
        return True
    return _instant(body["start"]) < _plain(most) and _instant(body["end"]) > _plain(least)


def _instant(said: Obj) -> datetime:
    if said.get("timeZone") != "UTC":
        raise Refused(400, "ErrorInvalidTimeZone", "the stand-in knows UTC alone")
    return datetime.fromisoformat(said["dateTime"].rstrip("Z")[:26]).replace(tzinfo=UTC)


def _plain(said: str) -> datetime:
    return datetime.fromisoformat(said)


def _find(books: Books, calendar: str, asked: Asked) -> Given:
    only(asked.query, "$filter", "$top", "$select")
    wanted = BY_PROPERTY.fullmatch(asked.query.get("$filter", ""))
    if wanted is None:
        raise Refused(400, "ErrorInvalidUrlQueryFilter")
    found = [
        _shown(key, kept)
        for key, kept in books.all_events("microsoft", calendar).items()
        if not kept["is_gone"]
        and {"id": wanted["id"], "value": wanted["value"]}
        in kept["body"].get("singleValueExtendedProperties", [])
    ]
    return as_json({"value": found})


def _create(books: Books, calendar: str, asked: Asked) -> Given:
    body = asked.json
    _insist_on_times(body)
    key = f"AAMkEvent{secrets.token_urlsafe(18)}="
    return as_json(_shown(key, books.put("microsoft", calendar, key, body)), 201)


def _insist_on_times(body: Obj) -> None:
    try:
        if "start" in body and _instant(body["start"]) >= _instant(body["end"]):
            raise Refused(400, "ErrorPropertyValidationFailure")
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(400, "ErrorInvalidRequest", "start and end") from error
