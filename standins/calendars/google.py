"""Google Calendar API v3, as far as Boom uses it (developers.google.com/workspace/calendar/api/v3/reference)."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import unquote

from standins.calendars.answers import Asked, Given, Refused, as_json, only
from standins.calendars.books import Books, Obj

EVENT_ID = re.compile(r"[a-v0-9]{5,1024}")
EVENTS = re.compile(r"/calendars/(?P<calendar>[^/]+)/events(?:/(?P<event>[^/]+))?")


def answer(books: Books, person: str, asked: Asked) -> Given:
    """What Google answers to a person's program."""
    own = books.calendars_of("google", person)
    if asked.path == "/users/me/calendarList" and asked.method == "GET":
        only(asked.query, "minAccessRole", "maxResults", "pageToken", "fields")
        return as_json({"items": [_listed(key, name, person) for key, name in own.items()]})
    found = EVENTS.fullmatch(asked.path)
    calendar = unquote(found["calendar"]) if found else ""
    if found is None or calendar not in own:
        raise Refused(404, "notFound")
    key = found["event"]
    if key is None and asked.method == "GET":
        return _list(books, calendar, asked)
    if key is None and asked.method == "POST":
        return _insert(books, calendar, asked)
    if key is not None and asked.method == "PATCH":
        return _patch(books, calendar, key, asked)
    if key is not None and asked.method == "DELETE":
        return _delete(books, calendar, key)
    raise Refused(404, "notFound")


def _listed(key: str, name: str, person: str) -> Obj:
    is_own = key == person
    entry = {"id": key, "summary": name, "accessRole": "owner", "timeZone": "Europe/London"}
    return entry | ({"primary": True} if is_own else {})


def _list(books: Books, calendar: str, asked: Asked) -> Given:
    given = asked.query
    only(
        given, "singleEvents", "timeMin", "timeMax", "maxResults", "pageToken", "syncToken", "showDeleted",
        "fields",
    )  # fmt: skip
    if "syncToken" in given and {"timeMin", "timeMax"} & set(given):
        raise Refused(400, "badRequest", "syncToken goes with neither timeMin nor timeMax")
    since, least, most = 0, given.get("timeMin", ""), given.get("timeMax", "")
    if "syncToken" in given:
        said = given["syncToken"].split("|")
        if len(said) != 3 or not said[0].isdecimal() or int(said[0]) < books.floor:
            raise Refused(410, "fullSyncRequired")
        since, least, most = int(said[0]), said[1], said[2]
    rows = [
        (key, kept)
        for key, kept in sorted(
            books.all_events("google", calendar).items(), key=lambda row: row[1]["version"]
        )
        if (kept["version"] > since if since else not kept["is_gone"] and _within(kept["body"], least, most))
    ]
    begin, size = int(given.get("pageToken", "0")), int(given.get("maxResults", "250"))
    items = [_shown(key, kept) for key, kept in rows[begin : begin + size]]
    if begin + size < len(rows):
        return as_json({"items": items, "nextPageToken": str(begin + size)})
    return as_json({"items": items, "nextSyncToken": f"{books.version}|{least}|{most}"})


def _within(body: Obj, least: str, most: str) -> bool:
    start, end = _instant(body["start"]), _instant(body["end"])
    return not (least and end <= datetime.fromisoformat(least)) and not (
        most and start >= datetime.fromisoformat(most)
    )


def _instant(said: Obj) -> datetime:
    return datetime.fromisoformat(said.get("dateTime") or f"{said['date']}T00:00:00+00:00")


def _shown(key: str, kept: Obj) -> Obj:
    if kept["is_gone"]:
        return {"id": key, "status": "cancelled"}
    return {"status": "confirmed", **kept["body"], "id": key}


def _insert(books: Books, calendar: str, asked: Asked) -> Given:
    body = asked.json
    key = body.pop("id", "") or f"s{books.version:05d}"
    if not EVENT_ID.fullmatch(key):
        raise Refused(400, "invalid", "an id has 5 to 1024 characters of base32hex")
    if key in books.all_events("google", calendar):
        raise Refused(409, "duplicate", "The requested identifier already exists.")
    _insist_on_times(body)
    return as_json(_shown(key, books.put("google", calendar, key, body)))


def _patch(books: Books, calendar: str, key: str, asked: Asked) -> Given:
    kept = books.all_events("google", calendar).get(key)
    if kept is None:
        raise Refused(404, "notFound")
    body = {**kept["body"], **{name: value for name, value in asked.json.items() if name != "id"}}
    _insist_on_times(body)
    is_gone = body.get("status") == "cancelled"
    return as_json(_shown(key, books.put("google", calendar, key, body, is_gone=is_gone)))


def _delete(books: Books, calendar: str, key: str) -> Given:
    kept = books.all_events("google", calendar).get(key)
    if kept is None:
        raise Refused(404, "notFound")
    if kept["is_gone"]:
        raise Refused(410, "deleted", "Resource has been deleted")
    books.put("google", calendar, key, {**kept["body"], "status": "cancelled"}, is_gone=True)
    return Given(204)


def _insist_on_times(body: Obj) -> None:
    try:
        if _instant(body["start"]) >= _instant(body["end"]):
            raise Refused(400, "timeRangeEmpty")
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(400, "required", "start and end") from error
