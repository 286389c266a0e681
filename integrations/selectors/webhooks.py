"""Webhooks and their log, for pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from integrations.domain.events import EVENTS
from integrations.errors import EndpointUnknown, WebhookDeliveryUnknown
from integrations.models import (
    ApiKey,
    DeliveryState,
    EndpointState,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
)

CONNECT = "integrations.connect"
PAGE = 30
LAST_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Figures:
    """How an endpoint has done in the last day, and what waits."""

    delivered: int = 0
    failed: int = 0
    waiting: int = 0


def endpoints() -> list[WebhookEndpoint]:
    """Every endpoint, the oldest first."""
    return list(WebhookEndpoint.objects.standing().order_by("id"))


def endpoint_called(endpoint_id: int) -> WebhookEndpoint:
    """One endpoint. Raises EndpointUnknown."""
    found = WebhookEndpoint.objects.standing().filter(pk=endpoint_id).first()
    if found is None:
        raise EndpointUnknown
    return found


def figures_of(endpoint_ids: Sequence[int], *, now: datetime) -> Mapping[int, Figures]:
    """What became of each one's events of the last day, and how many wait. One query."""
    lately = Q(created_at__gte=now - LAST_DAY)
    rows = (
        WebhookDelivery.objects.filter(endpoint_id__in=endpoint_ids)
        .values("endpoint_id")
        .annotate(
            delivered=Count("id", filter=lately & Q(state=DeliveryState.DELIVERED)),
            failed=Count("id", filter=lately & Q(state=DeliveryState.FAILED)),
            waiting=Count("id", filter=Q(state=DeliveryState.DUE)),
        )
    )
    return {
        row["endpoint_id"]: Figures(row["delivered"], row["failed"], row["waiting"])
        for row in rows.order_by("endpoint_id")
    }


def deliveries_page(endpoint_id: int, *, number: str, state: str = "") -> Page[WebhookDelivery]:
    """The log of an endpoint, newest first, each with the status that came back last (`last_status`)."""
    last = WebhookAttempt.objects.filter(delivery=OuterRef("pk")).order_by("-id")
    rows: QuerySet[WebhookDelivery] = (
        WebhookDelivery.objects.filter(endpoint_id=endpoint_id)
        .annotate(
            last_status=Subquery(last.values("status")[:1]), last_error=Subquery(last.values("error")[:1])
        )
        .order_by("-id")
    )
    if state in DeliveryState.values:
        rows = rows.filter(state=state)
    return Paginator(rows, PAGE).get_page(number)


def delivery_called(endpoint_id: int, sent_id: int) -> WebhookDelivery:
    """One line of an endpoint's log. Raises WebhookDeliveryUnknown."""
    found = (
        WebhookDelivery.objects.select_related("endpoint")
        .filter(pk=sent_id, endpoint_id=endpoint_id, endpoint__removed_at=None)
        .first()
    )
    if found is None:
        raise WebhookDeliveryUnknown
    return found


def attempts_of(delivery: WebhookDelivery) -> list[WebhookAttempt]:
    """Every attempt, the newest first."""
    return list(delivery.tries.order_by("-id"))


def disabled_endpoints() -> list[WebhookEndpoint]:
    """Those that were switched off because nothing got through, and that nobody has looked after."""
    return list(
        WebhookEndpoint.objects.standing().filter(state=EndpointState.DISABLED).order_by("disabled_at", "id")
    )


def still_allowed(endpoints: Sequence[WebhookEndpoint], *, now: datetime) -> list[WebhookEndpoint]:
    """Those of people, and those of programs whose key or person may still connect. No query without any."""
    holders: dict[str, set[int]] = {"key": set(), "person": set()}
    for each in endpoints:
        kind, _, number = each.subscribed_by.partition(":")
        if kind in holders and number.isdecimal():
            holders[kind].add(int(number))
    good = {""}
    if holders["key"]:
        keys = ApiKey.objects.good(now).filter(pk__in=holders["key"])
        good |= {f"key:{key.pk}" for key in keys if key.has_perm(CONNECT)}
    if holders["person"]:
        people = User.objects.select_related("own_role").filter(pk__in=holders["person"])
        good |= {f"person:{person.pk}" for person in people if person.has_perm(CONNECT)}
    return [each for each in endpoints if each.subscribed_by in good]


def words_of_kinds(kinds: Sequence[str]) -> str:
    """Which events an endpoint hears of, in a few words."""
    return ", ".join(kinds) if kinds and len(kinds) < len(EVENTS) else ""
