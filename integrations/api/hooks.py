"""REST hooks, for Zapier, Make and their like: a program subscribes itself to an event, and ends it."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from boom.core import clock
from boom.core.errors import Invalid
from boom.rest.endpoints import ApiRequest, Made, endpoint
from boom.rest.paging import ListFieldsQuery, Piece, piece_of
from boom.rest.values import Body, Id, Parameters, Shape, line
from integrations.api.webhooks import CONNECT, OF_PLAN, SECRET_ONCE, WebhookList, WebhookShape, webhook_shape
from integrations.domain.events import EVENTS
from integrations.domain.samples import sample_of
from integrations.errors import EndpointUnknown
from integrations.models import WebhookEndpoint
from integrations.models.webhooks import LONGEST_URL
from integrations.services import webhooks

router = Router()
TAGS = ["REST hooks"]


class NewHook(Body):
    """Where a program wants to hear of what."""

    url: Annotated[str, line(LONGEST_URL, shortest=1)] = Field(
        description="HTTPS, and reached from the internet.",
        examples=["https://hooks.zapier.com/hooks/standard/1/2/"],
    )
    event: Annotated[str, line(40, shortest=1)] | None = Field(
        None, description="One of `GET /webhook-events`.", examples=["booking.created"]
    )
    events: list[Annotated[str, line(40)]] = Field(
        default=[], max_length=len(EVENTS) * 2, description="Instead of `event`, several; neither: all."
    )


class HookShape(Shape):
    """A subscription: its `id` ends it."""

    id: int
    webhook: WebhookShape
    secret: str | None = Field(description=f"{SECRET_ONCE} null where the program had subscribed before.")


class SampleQuery(Parameters):
    """Which event."""

    event: str = Field(max_length=40, pattern=r"^[a-z_.]+$", examples=["booking.created"])


class Samples(BaseModel):
    """Events as they are sent, made up."""

    data: list[dict[str, Any]]


@endpoint(router, "GET", "/hooks", needs=CONNECT, gives=WebhookList, tags=TAGS)
def list_hooks(request: ApiRequest, query: ListFieldsQuery = Query(...)) -> Piece:
    """What the credential that asks has subscribed to."""
    return piece_of(_own(request), query, webhook_shape)


@endpoint(
    router,
    "POST",
    "/hooks",
    needs=CONNECT,
    gives=HookShape,
    status=201,
    keyed=False,
    tags=TAGS,
    feature=OF_PLAN,
)
def subscribe_hook(request: ApiRequest, body: NewHook) -> Made:
    """Subscribe an address to an event. The same address again is the same subscription, with what is asked
    last.

    It ends by `DELETE /hooks/{id}`, and with the key: a revoked or lapsed key's hooks are sent nothing.
    """
    caller = request.auth
    if body.event is not None and body.events:
        raise Invalid(fields={"events": "Name one `event`, or several `events`, not both."})
    hook, secret = webhooks.subscribe(
        url=body.url,
        kinds=[body.event] if body.event is not None else body.events,
        by=caller.credential,
        name=caller.holder.name[:80],
    )
    hook.refresh_from_db()
    shape = HookShape(id=hook.pk, webhook=webhook_shape(hook), secret=secret or None)
    return Made(shape, f"/api/v1/hooks/{hook.pk}")


@endpoint(router, "GET", "/hooks/sample", needs=CONNECT, gives=Samples, tags=TAGS)
def hook_sample(request: ApiRequest, query: SampleQuery = Query(...)) -> Samples:
    """What an event looks like, made up, before any has happened."""
    if query.event not in EVENTS:
        raise Invalid(fields={"event": "There is no event of that name."})
    return Samples(data=[sample_of(query.event)])


@endpoint(router, "GET", "/hooks/{endpoint_id}", needs=CONNECT, gives=WebhookShape, tags=TAGS)
def get_hook(request: ApiRequest, endpoint_id: Id = Path(...)) -> WebhookShape:
    """A subscription of the credential that asks."""
    found = _own(request).filter(pk=endpoint_id).first()
    if found is None:
        raise EndpointUnknown
    return webhook_shape(found)


@endpoint(router, "DELETE", "/hooks/{endpoint_id}", needs=CONNECT, status=204, tags=TAGS)
def unsubscribe_hook(request: ApiRequest, endpoint_id: Id = Path(...)) -> None:
    """End a subscription of the credential that asks; another's is not there for it."""
    webhooks.unsubscribe(endpoint_id=endpoint_id, by=request.auth.credential, now=clock.now())


def _own(request: ApiRequest) -> Any:
    return WebhookEndpoint.objects.standing().filter(subscribed_by=request.auth.credential)
