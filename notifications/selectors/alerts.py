"""What is on the bell, for whoever looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.venue_scope import present_limit, present_rooms
from notifications.alert_words import about_of, path_of, words_of
from notifications.models import AlertsSeen, StaffAlert

MOST_SHOWN = 50
# At once, on an open page.
MOST_TOLD = 3
# More are told as that many.
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class Alert:
    """One line: a sentence, whom and what it is about, where it leads, and whether it is new."""

    words: str
    about: str
    url: str
    at: datetime
    is_new: bool


def newest_alerts(user_id: int) -> list[Alert]:
    """The newest alerts of the venues somebody looks after, newest first; at most 50."""
    last_seen = last_seen_by(user_id)
    rows = alerts_of_mine().select_related("booking__room", "booking__customer").order_by("-id")[:MOST_SHOWN]
    return [_alert(row, last_seen) for row in rows]


def news_since(user_id: int, last_id: int) -> list[Alert]:
    """The newest alerts after one that somebody was told of, oldest first; at most 3."""
    rows = alerts_of_mine().filter(pk__gt=last_id).select_related("booking__room", "booking__customer")
    return [_alert(row, last_id) for row in reversed(rows.order_by("-id")[:MOST_TOLD])]


def count_new(user_id: int) -> int:
    """How many are new to somebody; at most 99."""
    return alerts_of_mine().filter(pk__gt=last_seen_by(user_id))[:MOST_COUNTED].count()


def last_alert_id() -> int:
    """The newest alert there is; 0 before the first."""
    return StaffAlert.objects.order_by("-id").values_list("id", flat=True).first() or 0


def alerts_of_mine() -> QuerySet[StaffAlert]:
    """Alerts of the venues and rooms that whoever asks looks after."""
    rooms, venues = present_rooms(), present_limit()
    rows = StaffAlert.objects.all()
    if rooms is not None:
        return rows.filter(booking__room_id__in=rooms)
    return rows if venues is None else rows.filter(venue_id__in=venues)


def last_seen_by(user_id: int) -> int:
    """Up to which alert somebody has looked; 0 before the first time."""
    return AlertsSeen.objects.filter(user_id=user_id).values_list("last_id", flat=True).first() or 0


def _alert(row: StaffAlert, last_seen: int) -> Alert:
    return Alert(
        words=words_of(row),
        about=about_of(row.booking) if row.booking is not None else "",
        url=path_of(row),
        at=row.created_at,
        is_new=row.pk > last_seen,
    )
