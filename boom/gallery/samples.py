"""Made-up values for the gallery's components."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from boom.core.money import Money
from boom.forms import PlainForm

LENGTHS = [("60", "1 h"), ("120", "2 h"), ("180", "3 h"), ("240", "4 h")]
STATUSES = (
    "held", "pending", "confirmed", "checked_in", "completed", "no_show", "cancelled", "expired", "blocked",
)  # fmt: skip


@dataclass(frozen=True)
class SampleVenue:
    """What the page frames ask of a venue."""

    name: str = "Velvet Rooms"
    address: str = "Mare Street, Hackney"
    time_zone: str = "Europe/London"
    locale: str = "en-GB"
    clock_format: str = "24"
    email: str = "hello@velvet.example"
    phone: str = "+44 20 7946 0812"


class SamplePerson:
    """Somebody who may see everything."""

    name = "Dana Cole"
    is_authenticated = True

    def has_perm(self, _permission: str) -> bool:
        return True


class FieldsForm(PlainForm):
    """One of each kind of field."""

    name = forms.CharField(label="Full name", max_length=80)
    email = forms.EmailField(label="Email", help_text="We send the confirmation here.")
    country = forms.ChoiceField(label="Country code", choices=[("44", "UK +44"), ("33", "FR +33")])
    phone = forms.CharField(label="Mobile", required=False)
    price = forms.DecimalField(label="Price an hour")
    subdomain = forms.SlugField(label="Address")
    room = forms.ChoiceField(label="Room", choices=[("5", "Echo, up to 8"), ("8", "Harmony, up to 10")])
    when = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    party = forms.IntegerField(label="People", min_value=1, max_value=30, initial=6)
    length = forms.ChoiceField(label="How long", choices=LENGTHS, widget=forms.RadioSelect, initial="120")
    kind = forms.ChoiceField(
        label="Kind of venue",
        choices=[("karaoke", "Karaoke"), ("escape", "Escape rooms"), ("studio", "Studios")],
        widget=forms.RadioSelect,
        initial="karaoke",
    )
    days = forms.MultipleChoiceField(
        label="Open on",
        choices=[("5", "Friday"), ("6", "Saturday")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    terms = forms.BooleanField(label="I have read the house rules")
    published = forms.BooleanField(
        label="Take bookings online", help_text="Guests see the page either way.", required=False
    )


class FilterForm(forms.Form):
    """The filters over a list of bookings."""

    q = forms.CharField(label="Name, phone, email or reference", required=False)
    status = forms.ChoiceField(label="Status", choices=[("", "Any status"), ("pending", "To confirm")])
    room = forms.ChoiceField(label="Room", choices=[("", "Any room"), ("5", "Echo")])


def with_errors() -> FieldsForm:
    """Give the form as it comes back when almost everything is wrong."""
    form = FieldsForm(
        {
            "name": "Hana Suzuki",
            "email": "hana@example",
            "country": "44",
            "party": "0",
            "subdomain": "velvet rooms",
        }
    )
    form.is_valid()
    return form


def gbp(pounds: int) -> Money:
    """Give whole pounds."""
    return Money(pounds * 100, "GBP")


def context() -> dict[str, Any]:
    """Give what the components page shows."""
    return {
        "fields": FieldsForm(auto_id="g-%s"),
        "bad": with_errors(),
        "filters": FilterForm(auto_id="f-%s"),
        "statuses": STATUSES,
        "views": [
            {"url": "#rooms", "label": "Rooms", "is_current": True},
            {"url": "#day", "label": "Day"},
            {"url": "#week", "label": "Week"},
        ],
        "tiles": [
            {
                "label": "Revenue",
                "value": "£48,210",
                "change": "12% up",
                "is_good": True,
                "icon": "trending-up",
            },
            {"label": "Hours sold", "value": "1,964", "change": "of 3,640 open, 54%"},
            {
                "label": "Bookings",
                "value": "803",
                "change": "61 more",
                "is_good": True,
                "icon": "trending-up",
            },
            {
                "label": "No-shows",
                "value": "4.1%",
                "change": "up from 3.4%",
                "is_bad": True,
                "icon": "trending-up",
            },
        ],
        "lines": [
            {"label": "Echo", "note": "2 h", "amount": gbp(72)},
            {"label": "Fizz on arrival", "amount": gbp(38)},
        ],
        "total": gbp(110),
        "due_now": gbp(20),
        "due_later": gbp(90),
        "facts": [
            {"term": "When", "value": "Sat 21 Nov, 22:15 to Sun 00:45"},
            {"term": "Room", "value": "Echo, up to 8"},
            {"term": "Phone", "value": "+44 20 7946 0812", "href": "tel:+442079460812"},
        ],
        "entries": [
            {"actor": "Reminder", "words": "text delivered", "time": "Today 12:00"},
            {
                "actor": "Dana Cole",
                "words": "moved it",
                "time": "Fri 14:10",
                "change": "Harmony 21:00–23:00 to Echo 22:15–00:45",
                "undo_url": "/_ui/board/undo/",
            },
            {"actor": "Leila Amari", "words": "booked online", "time": "12 Nov"},
        ],
        "steps": [
            {"title": "Name your venue", "is_done": True},
            {"title": "Say when you open", "is_done": True},
            {
                "title": "Add your rooms",
                "text": "Type several names at once; prices can wait.",
                "url": "#rooms",
                "action": "Add rooms",
                "is_next": True,
            },
            {"title": "Make a test booking", "url": "#test", "action": "Book"},
        ],
        "menu_items": [
            {"label": "Send the confirmation again", "url": "#send", "icon": "send"},
            {"label": "Print", "url": "#print", "icon": "printer"},
            {
                "label": "Erase this guest",
                "url": "/_ui/board/undo/",
                "icon": "trash-2",
                "is_post": True,
                "is_danger": True,
                "confirm": "Erase Leila Amari?",
            },
        ],
        "rows": [
            ("Omar Haddad", "BM-4129", "Sat 21 Nov, 19:30", "Lullaby", 14, "checked_in", gbp(378)),
            ("Yuki Tanaka", "BM-4111", "Sat 21 Nov, 19:45", "Duet", 6, "checked_in", gbp(108)),
            ("박지훈", "BM-4139", "Sat 21 Nov, 20:15", "Opus", 18, "confirmed", gbp(324)),
            ("Mei Lin Chen", "BM-4123", "Sat 21 Nov, 22:00", "Midnight", 8, "pending", gbp(144)),
        ],
        "week_days": [
            {"label": label, "is_today": label == "Sat 21"}
            for label in ("Mon 16", "Tue 17", "Wed 18", "Thu 19", "Fri 20", "Sat 21", "Sun 22")
        ],
        "week_rows": [_week_row("Alto", 12), _week_row("Birdsong", 30), _week_row("Cassette", 50)],
    }


def _week_row(name: str, base: int) -> dict[str, Any]:
    cells = [
        {"url": "/_ui/board/", "share": min(100, base + 9 * day), "count": 2 + day, "words": "booked"}
        for day in range(6)
    ]
    return {"name": name, "cells": [{"url": "/_ui/board/", "is_closed": True}, *cells]}


def days(chosen: str) -> list[dict[str, Any]]:
    """Give the day strip of the public picker."""
    found = [
        ("Tonight", "21", 82, "filling up", ""),
        ("Sun", "22", 40, "plenty of space", ""),
        ("Mon", "23", 0, "", "closed"),
        ("Tue", "24", 18, "plenty of space", ""),
        ("Wed", "25", 22, "plenty of space", ""),
        ("Thu", "26", 35, "plenty of space", ""),
        ("Fri", "27", 94, "almost full", ""),
        ("Sat", "28", 70, "filling up", ""),
    ]
    return [
        {
            "value": f"2026-11-{number}",
            "weekday": weekday,
            "number": number,
            "share": share,
            "words": words,
            "closed": closed,
            "checked": f"2026-11-{number}" == chosen,
        }
        for weekday, number, share, words, closed in found
    ]


def slots(times: str, chosen: str, *, price: int) -> list[dict[str, Any]]:
    """Give the start times of one part of the night; each is "21:00/3": three rooms left."""
    return [
        {
            "value": time,
            "time": time,
            "left": int(left),
            "price": gbp(price if time < "21:00" else price + 18),
            "checked": time == chosen,
        }
        for time, left in (one.split("/") for one in times.split())
    ]
