"""Three views: nothing at all, a day's free starts by one statement, a booking through the ORM."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from benchmarks.floor.models import Booking
from benchmarks.raw import AVAILABILITY

HALF_HOUR = 1800
STARTS = range(20, 43)  # 10:00 to 21:00, in half hours.


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"hello world", content_type="text/plain")


def availability(request: HttpRequest) -> HttpResponse:
    """Free half-hourly starts of one hour, for ten rooms."""
    day = datetime.fromisoformat(request.GET["day"]).replace(tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute(AVAILABILITY, [list(range(1, 11)), day, day + timedelta(days=1)])
        rows = cursor.fetchall()
    base = int(day.timestamp())
    busy: dict[int, int] = {}
    for room, starts, ends in rows:
        first, end = (starts - base) // HALF_HOUR, (ends - base) // HALF_HOUR
        busy[room] = busy.get(room, 0) | (((1 << (end - first)) - 1) << first)
    free = {room: [slot for slot in STARTS if not (busy.get(room, 0) >> slot) & 3] for room in range(1, 11)}
    return HttpResponse(json.dumps(free), content_type="application/json")


def create(request: HttpRequest) -> HttpResponse:
    """One booking; the exclusion constraint is the only guard."""
    asked = json.loads(request.body)
    during = (datetime.fromisoformat(asked["start"]), datetime.fromisoformat(asked["end"]))
    try:
        booking = Booking.objects.create(
            room_id=asked["room"],
            during=during,
            customer_name="Ann Other",
            customer_email="ann@example.com",
            total_minor=2500,
        )
    except IntegrityError:
        return JsonResponse({"error": "taken"}, status=409)
    return JsonResponse({"id": booking.pk}, status=201)


urlpatterns = [path("hello", hello), path("availability", availability), path("create", create)]
