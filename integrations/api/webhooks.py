"""Webhooks by program: entered, changed, paused, given a new secret, tried; their log read and sent again."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from billing.domain.features import Feature
from boom.core import clock
from boom.rest.endpoints import ApiRequest, Made, endpoint, version_known
from boom.rest.paging import FieldsQuery, ListFieldsQuery, Order, Piece, piece_of
from boom.rest.values import Body, Id, Shape, Sparse, line
from integrations.domain.events import EVENTS
from integrations.models import DeliveryState, EndpointState, WebhookDelivery, WebhookEndpoint
from integrations.models.webhooks import LONGEST_URL
from integrations.selectors import webhooks as selectors
from integrations.services import webhook_deliveries, webhooks

router = Router()
CONNECT = "integrations.connect"
TAGS = ["Webhooks"]
OF_PLAN = Feature.CUSTOM_INTEGRATIONS
SECRET_ONCE = "Shown this once; signs what is sent (Standard Webhooks)."  # noqa: S105 - words about one


class WebhookShape(Sparse):
    """Where events are sent."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "Webhook"})

    id: int
    url: str
    name: str
    events: list[str] = Field(description="None named: all of them, those of later versions too.")
    state: EndpointState
    subscribed_by: str = Field(description="The program that subscribed, as `key:3`; empty for a person's.")
    both_secrets_until: datetime | None = Field(description="The secret before signs too until then.")
    last_success_at: datetime | None
    failing_since: datetime | None
    last_error: str
    created_at: datetime
    version: int


class WebhookWithSecret(Shape):
    """A webhook and its signing secret."""

    id: int
    webhook: WebhookShape
    secret: str = Field(description=SECRET_ONCE, examples=["whsec_4vR3aKq1ZrBvXw=="])


class WebhookList(BaseModel):
    """A piece of the list."""

    data: list[WebhookShape]
    next_cursor: str | None


class NewWebhook(Body):
    """Where to send what."""

    url: Annotated[str, line(LONGEST_URL, shortest=1)] = Field(
        description="HTTPS, and reached from the internet.", examples=["https://hooks.example.com/boom"]
    )
    name: Annotated[str, line(80)] = ""
    events: list[Annotated[str, line(40)]] = Field(
        default=[], max_length=len(EVENTS) * 2, description="None named: all.", examples=[["booking.created"]]
    )


class ChangedWebhook(Body):
    """What to change of a webhook; what is left out stays."""

    url: Annotated[str, line(LONGEST_URL, shortest=1)] | None = None
    name: Annotated[str, line(80)] | None = None
    events: list[Annotated[str, line(40)]] | None = Field(None, max_length=len(EVENTS) * 2)


class DeliveryShape(Sparse):
    """An event on its way to a webhook."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "Delivery"})

    id: int
    event_id: str = Field(description="The header webhook-id: the same whenever it is sent again.")
    event: str
    state: DeliveryState
    attempts: int
    next_at: datetime | None = Field(description="When it is tried next.")
    delivered_at: datetime | None
    created_at: datetime


class Attempt(Shape):
    """One try: the status that came back, or why none did."""

    tried_at: datetime
    took_ms: int
    status: int | None
    error: str


class DeliveryDetail(DeliveryShape):
    """A delivery with what was sent and how each try fared, the latest first."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "DeliveryDetail"})

    body: dict[str, Any] | None = Field(description="null where what it told of was erased.")
    tries: list[Attempt]


class DeliveryList(BaseModel):
    """A piece of the list."""

    data: list[DeliveryShape]
    next_cursor: str | None


class DeliveryQuery(ListFieldsQuery):
    """Which deliveries."""

    state: DeliveryState | None = None


class Replayed(Shape):
    """How many are sent again."""

    count: int


class EventShape(Shape):
    """An event that a webhook can hear of."""

    name: str
    words: str


class EventsShape(Shape):
    """Every event there is."""

    data: list[EventShape]


@endpoint(router, "GET", "/webhook-events", needs=CONNECT, gives=EventsShape, tags=TAGS)
def list_events(request: ApiRequest) -> EventsShape:
    """The events that a webhook or a hook can hear of."""
    return EventsShape(data=[EventShape(name=name, words=words) for name, words in EVENTS.items()])


@endpoint(router, "GET", "/webhooks", needs=CONNECT, gives=WebhookList, tags=TAGS)
def list_webhooks(request: ApiRequest, query: ListFieldsQuery = Query(...)) -> Piece:
    """Webhooks, those that programs subscribed too."""
    return piece_of(WebhookEndpoint.objects.standing(), query, webhook_shape)


@endpoint(
    router,
    "POST",
    "/webhooks",
    needs=CONNECT,
    gives=WebhookWithSecret,
    status=201,
    keyed=False,
    tags=TAGS,
    feature=OF_PLAN,
)
def create_webhook(request: ApiRequest, body: NewWebhook) -> Made:
    """Send events to an address from now on. The secret in the answer is shown this once."""
    made, secret = webhooks.add_endpoint(url=body.url, kinds=body.events, name=body.name)
    return Made(_with_secret(made, secret), f"/api/v1/webhooks/{made.pk}")


@endpoint(router, "GET", "/webhooks/{endpoint_id}", needs=CONNECT, gives=WebhookShape, tags=TAGS)
def get_webhook(
    request: ApiRequest, endpoint_id: Id = Path(...), query: FieldsQuery = Query(...)
) -> WebhookShape:
    """A webhook and how it is doing."""
    return _told(endpoint_id)


@endpoint(
    router, "PATCH", "/webhooks/{endpoint_id}", needs=CONNECT, gives=WebhookShape, conditional=True, tags=TAGS
)
def change_webhook(request: ApiRequest, body: ChangedWebhook, endpoint_id: Id = Path(...)) -> WebhookShape:
    """Change what is sent where."""
    present = selectors.endpoint_called(endpoint_id)
    webhooks.change_endpoint(
        endpoint_id=endpoint_id,
        url=present.url if body.url is None else body.url,
        name=present.name if body.name is None else body.name,
        kinds=present.kinds if body.events is None else body.events,
        version=version_known(request, present.version),
    )
    return _told(endpoint_id)


@endpoint(router, "DELETE", "/webhooks/{endpoint_id}", needs=CONNECT, status=204, conditional=True, tags=TAGS)
def delete_webhook(request: ApiRequest, endpoint_id: Id = Path(...)) -> None:
    """Send nothing there any more; an If-Match that is sent is held to."""
    version_known(request, selectors.endpoint_called(endpoint_id).version, required=False)
    webhooks.remove_endpoint(endpoint_id=endpoint_id, now=clock.now())


@endpoint(router, "POST", "/webhooks/{endpoint_id}/pause", needs=CONNECT, gives=WebhookShape, tags=TAGS)
def pause_webhook(request: ApiRequest, endpoint_id: Id = Path(...)) -> WebhookShape:
    """Send nothing until it is resumed; what happens meanwhile is not sent later."""
    webhooks.pause_endpoint(endpoint_id=endpoint_id)
    return _told(endpoint_id)


@endpoint(router, "POST", "/webhooks/{endpoint_id}/resume", needs=CONNECT, gives=WebhookShape, tags=TAGS)
def resume_webhook(request: ApiRequest, endpoint_id: Id = Path(...)) -> WebhookShape:
    """Send again what happens from now on, also after it was switched off for failures."""
    webhooks.resume_endpoint(endpoint_id=endpoint_id)
    return _told(endpoint_id)


@endpoint(
    router,
    "POST",
    "/webhooks/{endpoint_id}/rotate-secret",
    needs=CONNECT,
    gives=WebhookWithSecret,
    keyed=False,
    tags=TAGS,
)
def rotate_webhook_secret(request: ApiRequest, endpoint_id: Id = Path(...)) -> WebhookWithSecret:
    """Give a webhook a new secret, shown this once. For 24 hours the one before signs too."""
    changed, secret = webhooks.rotate_secret(endpoint_id=endpoint_id, now=clock.now())
    return _with_secret(changed, secret)


@endpoint(
    router, "POST", "/webhooks/{endpoint_id}/end-old-secret", needs=CONNECT, gives=WebhookShape, tags=TAGS
)
def end_old_webhook_secret(request: ApiRequest, endpoint_id: Id = Path(...)) -> WebhookShape:
    """Stop signing with the secret before at once."""
    webhooks.end_old_secret(endpoint_id=endpoint_id)
    return _told(endpoint_id)


@endpoint(
    router,
    "POST",
    "/webhooks/{endpoint_id}/test",
    needs=CONNECT,
    gives=DeliveryDetail,
    status=201,
    tags=TAGS,
    feature=OF_PLAN,
)
def try_webhook(request: ApiRequest, endpoint_id: Id = Path(...)) -> Made:
    """Send an event that means nothing, to see whether it arrives."""
    sent_id = webhook_deliveries.send_test(endpoint_id=endpoint_id, now=clock.now())
    return Made(_detail(endpoint_id, sent_id), f"/api/v1/webhooks/{endpoint_id}/deliveries/{sent_id}")


@endpoint(router, "GET", "/webhooks/{endpoint_id}/deliveries", needs=CONNECT, gives=DeliveryList, tags=TAGS)
def list_deliveries(
    request: ApiRequest, endpoint_id: Id = Path(...), query: DeliveryQuery = Query(...)
) -> Piece:
    """What was sent there in the last 30 days, the latest first."""
    found = WebhookDelivery.objects.filter(endpoint=selectors.endpoint_called(endpoint_id))
    if query.state is not None:
        found = found.filter(state=query.state)
    return piece_of(found, query, delivery_shape, order=Order("pk", latest_first=True))


@endpoint(
    router,
    "GET",
    "/webhooks/{endpoint_id}/deliveries/{sent_id}",
    needs=CONNECT,
    gives=DeliveryDetail,
    tags=TAGS,
)
def get_delivery(
    request: ApiRequest,
    endpoint_id: Id = Path(...),
    sent_id: Id = Path(...),
    query: FieldsQuery = Query(...),
) -> DeliveryDetail:
    """What was sent, and how each try fared."""
    return _detail(endpoint_id, sent_id)


@endpoint(
    router,
    "POST",
    "/webhooks/{endpoint_id}/deliveries/{sent_id}/replay",
    needs=CONNECT,
    gives=DeliveryDetail,
    tags=TAGS,
    feature=OF_PLAN,
)
def replay_delivery(
    request: ApiRequest, endpoint_id: Id = Path(...), sent_id: Id = Path(...)
) -> DeliveryDetail:
    """Send an event again, under the same webhook-id."""
    webhook_deliveries.replay(endpoint_id=endpoint_id, delivery_id=sent_id, now=clock.now())
    return _detail(endpoint_id, sent_id)


@endpoint(
    router,
    "POST",
    "/webhooks/{endpoint_id}/replay-failed",
    needs=CONNECT,
    gives=Replayed,
    tags=TAGS,
    feature=OF_PLAN,
)
def replay_failed_deliveries(request: ApiRequest, endpoint_id: Id = Path(...)) -> Replayed:
    """Send again all that was given up, the oldest first, a thousand at the most."""
    return Replayed(count=webhook_deliveries.replay_failed(endpoint_id=endpoint_id, now=clock.now()))


def webhook_shape(endpoint: WebhookEndpoint) -> WebhookShape:
    """A webhook."""
    own = {"id", "events", "state", "both_secrets_until"}
    return WebhookShape(
        id=endpoint.pk,
        events=endpoint.kinds,
        state=EndpointState(endpoint.state),
        both_secrets_until=endpoint.old_until if endpoint.old_nonce else None,
        **{name: getattr(endpoint, name) for name in WebhookShape.model_fields if name not in own},
    )


def delivery_shape(delivery: WebhookDelivery) -> DeliveryShape:
    """A delivery, as lists have it."""
    return DeliveryShape(**_of_delivery(delivery))


def _of_delivery(delivery: WebhookDelivery) -> dict[str, Any]:
    return {
        "id": delivery.pk,
        "event_id": delivery.event_id,
        "event": delivery.kind,
        "state": DeliveryState(delivery.state),
        "attempts": delivery.attempts,
        "next_at": delivery.next_at if delivery.state == DeliveryState.DUE else None,
        "delivered_at": delivery.delivered_at,
        "created_at": delivery.created_at,
    }


def _detail(endpoint_id: int, sent_id: int) -> DeliveryDetail:
    found = selectors.delivery_called(endpoint_id, sent_id)
    return DeliveryDetail(
        **_of_delivery(found),
        body=json.loads(found.body) if found.body else None,
        tries=[
            Attempt(tried_at=each.tried_at, took_ms=each.took_ms, status=each.status, error=each.error)
            for each in selectors.attempts_of(found)
        ],
    )


def _told(endpoint_id: int) -> WebhookShape:
    return webhook_shape(selectors.endpoint_called(endpoint_id))


def _with_secret(endpoint: WebhookEndpoint, secret: str) -> WebhookWithSecret:
    endpoint.refresh_from_db()
    return WebhookWithSecret(id=endpoint.pk, webhook=webhook_shape(endpoint), secret=secret)
