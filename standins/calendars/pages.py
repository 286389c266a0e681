"""What people see: the question whether an app may, and the calendars themselves. Labelled as a test."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from urllib.parse import parse_qsl, urlencode

from standins.calendars.answers import Asked, Given, Refused
from standins.calendars.books import COMPANIES, Books, Obj

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:1rem auto;padding:0 1rem}"
    "header{background:#fde68a;color:#422006;padding:.5rem 1rem;font-weight:600;text-align:center}"
    "label,input,button{display:block;width:100%;box-sizing:border-box;font:inherit}"
    "input,button{min-height:2.75rem;margin:.25rem 0 1rem;padding:.5rem}li{overflow-wrap:anywhere}"
)


def consent(company: str, given: Mapping[str, str]) -> Given:
    """May this app see and change your calendars?"""
    scopes = "".join(f"<li><code>{_text(scope)}</code></li>" for scope in given.get("scope", "").split())
    return _page(
        f"{COMPANIES[company]}: allow access",
        f"<p><b>{_text(given['client_id'])}</b> asks for:</p><ul>{scopes}</ul>"
        f'<form method="post" action="?{_text(urlencode(given))}">'
        '<label for="email">Go on as</label>'
        f'<input id="email" name="email" type="email" required value="{_text(given.get("login_hint") or "owner@example.com")}">'
        '<button name="answer" value="allow">Allow</button>'
        '<button name="answer" value="deny" formnovalidate>Cancel</button></form>',
    )


def calendars(books: Books, asked: Asked) -> Given:
    """Everybody's calendars, with a way to write into them as their owner would."""
    if asked.method == "POST":
        _note(books, dict(parse_qsl(asked.body.decode())))
        return Given(303, headers={"Location": "/"})
    parts = []
    for whose, own in books.people.items():
        company, _, email = whose.partition(" ")
        for key, name in own.items():
            rows = "".join(
                _row(each["body"]) for each in books.all_events(company, key).values() if not each["is_gone"]
            )
            parts.append(
                f"<h2>{COMPANIES[company]}: {_text(email)}, {_text(name)}</h2><ul>{rows or '<li>empty</li>'}</ul>"
                f'<form method="post" action="/"><input type="hidden" name="company" value="{company}">'
                f'<input type="hidden" name="calendar" value="{_text(key)}">'
                '<label>Busy from (UTC) <input name="start" type="datetime-local" required></label>'
                '<label>until <input name="end" type="datetime-local" required></label><button>Add</button></form>'
            )
    return _page("Calendars", "".join(parts) or "<p>Nobody has connected a calendar yet.</p>")


def _note(books: Books, said: Obj) -> None:
    company, calendar = said.get("company", ""), said.get("calendar", "")
    if company not in COMPANIES:
        raise Refused(400, "invalid")
    start, end = (datetime.fromisoformat(said[name]).replace(tzinfo=UTC) for name in ("start", "end"))
    with books.lock:
        add(books, company, calendar, start, end)


def add(books: Books, company: str, calendar: str, start: datetime, end: datetime, **more: object) -> str:
    """An event as its owner would write it; gives its id."""
    key = secrets.token_hex(8)
    books.put(company, calendar, key, {**times(company, start, end), **more})
    return key


def times(company: str, start: datetime, end: datetime) -> Obj:
    """When an event is, as the company writes it."""
    if company == "google":
        return {"start": {"dateTime": start.isoformat()}, "end": {"dateTime": end.isoformat()}}
    return {
        name: {"dateTime": f"{value:%Y-%m-%dT%H:%M:%S.0000000}", "timeZone": "UTC"}
        for name, value in (("start", start), ("end", end))
    }


def _row(body: Obj) -> str:
    begins = body.get("start", {})
    what = body.get("summary") or body.get("subject") or "busy"
    return f"<li>{_text(begins.get('dateTime') or begins.get('date') or '')}: {_text(what)}</li>"


def _page(title: str, *parts: str) -> Given:
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width, initial-scale=1"><title>{_text(title)} · test mode</title>'
        f'<meta name="robots" content="noindex"><style>{STYLE}</style></head><body>'
        "<header>TEST MODE: a stand-in for Google and Microsoft. Never type a real password.</header>"
        f"<main><h1>{_text(title)}</h1>{''.join(parts)}</main></body></html>"
    )
    return Given(200, html.encode(), {"Content-Type": "text/html; charset=utf-8"})


def _text(said: object) -> str:
    return escape(str(said), quote=True)
