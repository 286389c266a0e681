"""Who looked at personal details; and everybody's own security history."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import User
from audit.accesses import is_more, looks, security_history
from audit.views.activity import zone_of
from boom.access import StaffRequest, signed_in, staff
from boom.core import text


@require_GET
@staff("audit.view_activity")
def viewed(request: HttpRequest) -> HttpResponse:
    zone = zone_of(request)
    person, entity = _number(request, "person"), _number(request, "customer")
    before = _number(request, "before")
    found = looks(person=person, entity=entity, before=int(before) if before else None)
    context = {
        "lines": [
            {"look": look, "time": f"{text.day(look.at, zone)}, {text.clock(look.at, zone)}"}
            for look in found
        ],
        "older": found[-1].id if is_more(found) else None,
        "people": User.objects.order_by("name", "id"),
        "person": person,
        "customer": entity,
    }
    return render(request, "audit/viewed.html", context)


@signed_in
@require_GET
def security(request: StaffRequest) -> HttpResponse:
    zone = zone_of(request)
    moments = [
        {"moment": moment, "time": f"{text.day(moment.at, zone)}, {text.clock(moment.at, zone)}"}
        for moment in security_history(request.user.pk)
    ]
    return render(request, "audit/security.html", {"moments": moments})


def _number(request: HttpRequest, name: str) -> str:
    typed = request.GET.get(name, "")
    return typed if typed.isdecimal() and len(typed) < 19 else ""
