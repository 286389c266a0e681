"""Where events are sent: endpoints are added, changed, paused, given a new secret and removed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from boom.core import outbox
from boom.core.db import service
from boom.core.errors import Conflict
from boom.core.providers.outbound import check_url
from integrations.domain.events import EVENTS
from integrations.domain.signing import shown_secret
from integrations.errors import EndpointUnknown, EventUnknown, TooManyEndpoints
from integrations.models import DeliveryState, EndpointState, WebhookDelivery, WebhookEndpoint
from integrations.models.webhooks import new_secret_nonce
from integrations.signing_secrets import present_mark, secret_from

# Each gets a copy of everything that happens.
MOST_ENDPOINTS = 20
# How long both secrets sign after a new one is made.
BOTH_GOOD_FOR = timedelta(hours=24)


class EndpointChanged(Conflict):
    """Somebody else changed it since the form was opened."""

    code = "webhook-changed"
    message = "Somebody changed this webhook meanwhile. Look at it again."


@service
def add_endpoint(
    *, url: str, kinds: Iterable[str], name: str = "", subscribed_by: str = ""
) -> tuple[WebhookEndpoint, str]:
    """Send events of `kinds` (none named: all) to an address from now on. Returns it with its secret, which
    is shown this once.

    Raises AddressRefused, EventUnknown, TooManyEndpoints.
    """
    check_url(url)
    if WebhookEndpoint.objects.standing().count() >= MOST_ENDPOINTS:
        raise TooManyEndpoints
    endpoint = WebhookEndpoint(
        url=url,
        name=name.strip(),
        kinds=known_kinds(kinds),
        subscribed_by=subscribed_by,
        secret_key_mark=present_mark(),
    )
    endpoint.save(force_insert=True)
    return endpoint, shown_secret(secret_from(endpoint.secret_nonce, endpoint.secret_key_mark))


@service
def change_endpoint(
    *, endpoint_id: int, url: str, kinds: Iterable[str], name: str, version: int | None = None
) -> WebhookEndpoint:
    """Change what is sent where. A new address starts with a clean slate.

    Raises AddressRefused, EventUnknown, EndpointUnknown, EndpointChanged.
    """
    check_url(url)
    endpoint = _for_change(endpoint_id, version)
    if endpoint.url != url:
        _forget_failures(endpoint)
    endpoint.url, endpoint.name, endpoint.kinds = url, name.strip(), known_kinds(kinds)
    return _changed(endpoint)


@service
def rotate_secret(*, endpoint_id: int, now: datetime) -> tuple[WebhookEndpoint, str]:
    """Give an endpoint a new secret; for BOTH_GOOD_FOR every event is signed with the old one as well.

    Returns it with the new secret, which is shown this once. Raises EndpointUnknown.
    """
    endpoint = _for_change(endpoint_id)
    endpoint.old_nonce, endpoint.old_key_mark = endpoint.secret_nonce, endpoint.secret_key_mark
    endpoint.old_until = now + BOTH_GOOD_FOR
    endpoint.secret_nonce, endpoint.secret_key_mark = new_secret_nonce(), present_mark()
    return _changed(endpoint), shown_secret(secret_from(endpoint.secret_nonce, endpoint.secret_key_mark))


@service
def end_old_secret(*, endpoint_id: int) -> WebhookEndpoint:
    """Stop signing with the secret before: it is known to somebody who should not. Raises EndpointUnknown."""
    endpoint = _for_change(endpoint_id)
    endpoint.old_nonce, endpoint.old_key_mark, endpoint.old_until = "", "", None
    return _changed(endpoint)


@service
def pause_endpoint(*, endpoint_id: int) -> WebhookEndpoint:
    """Send nothing until somebody resumes it; what happens meanwhile is not kept for it.

    Raises EndpointUnknown.
    """
    endpoint = _for_change(endpoint_id)
    if endpoint.state == EndpointState.ACTIVE:
        endpoint.state = EndpointState.PAUSED
        _changed(endpoint)
    return endpoint


@service
def resume_endpoint(*, endpoint_id: int) -> WebhookEndpoint:
    """Send again what happens from now on, also after it was switched off for failures.

    Raises EndpointUnknown.
    """
    endpoint = _for_change(endpoint_id)
    if endpoint.state != EndpointState.ACTIVE:
        endpoint.state, endpoint.disabled_at = EndpointState.ACTIVE, None
        _forget_failures(endpoint)
        _changed(endpoint)
    return endpoint


@service
def remove_endpoint(*, endpoint_id: int, now: datetime) -> None:
    """Send nothing there any more; its log stays until it runs out. Raises EndpointUnknown."""
    endpoint = _for_change(endpoint_id)
    endpoint.removed_at = now
    endpoint.old_nonce, endpoint.old_key_mark, endpoint.old_until = "", "", None
    _changed(endpoint)


@service
def disable_endpoint(*, endpoint_id: int, reason: str, now: datetime) -> bool:
    """Switch an endpoint off because nothing gets through, and have its people told. False when it is off."""
    endpoint = WebhookEndpoint.objects.select_for_update().listening().filter(pk=endpoint_id).first()
    if endpoint is None:
        return False
    endpoint.state, endpoint.disabled_at = EndpointState.DISABLED, now
    _changed(endpoint)
    # Nothing of it is tried any more; it can be sent again once the endpoint is on.
    WebhookDelivery.objects.filter(endpoint=endpoint, state=DeliveryState.DUE).update(
        state=DeliveryState.FAILED
    )
    outbox.publish(
        "webhook.disabled",
        endpoint=endpoint.pk,
        name=str(endpoint),
        reason=reason,
        failing_since=(endpoint.failing_since or now).isoformat(),
    )
    return True


@service
def subscribe(*, url: str, kinds: Iterable[str], by: str, name: str = "") -> tuple[WebhookEndpoint, str]:
    """A REST hook: a program (`by`, a name that stays the same) asks for events. The same address twice is
    one subscription, with the kinds of the last.

    Returns it with its secret, empty where it was known before. Raises as `add_endpoint`.
    """
    before = WebhookEndpoint.objects.standing().filter(url=url, subscribed_by=by).order_by("id").first()
    if before is None:
        return add_endpoint(url=url, kinds=kinds, name=name, subscribed_by=by)
    changed = change_endpoint(endpoint_id=before.pk, url=url, kinds=kinds, name=name or before.name)
    return resume_endpoint(endpoint_id=changed.pk), ""


@service
def unsubscribe(*, endpoint_id: int, by: str, now: datetime) -> None:
    """A program ends its own subscription. Raises EndpointUnknown, for another's too."""
    mine = WebhookEndpoint.objects.standing().filter(pk=endpoint_id, subscribed_by=by)
    if not by or not mine.exists():
        raise EndpointUnknown
    remove_endpoint(endpoint_id=endpoint_id, now=now)


@service
def end_hooks_of(*, by: str, now: datetime) -> int:
    """End every subscription of a program that may ask for nothing any more. Returns how many."""
    found = WebhookEndpoint.objects.standing().filter(subscribed_by=by).exclude(subscribed_by="")
    ended = list(found.order_by("id").values_list("id", flat=True))
    for endpoint_id in ended:
        remove_endpoint(endpoint_id=endpoint_id, now=now)
    return len(ended)


def known_kinds(kinds: Iterable[str]) -> list[str]:
    """Names of events, each once, in their order. Raises EventUnknown."""
    wanted = set(kinds)
    if unknown := sorted(wanted - EVENTS.keys()):
        raise EventUnknown(f"There is no event called “{unknown[0][:40]}”.")
    return [kind for kind in EVENTS if kind in wanted]


def _for_change(endpoint_id: int, version: int | None = None) -> WebhookEndpoint:
    endpoint = WebhookEndpoint.objects.select_for_update().standing().filter(pk=endpoint_id).first()
    if endpoint is None:
        raise EndpointUnknown
    if version is not None and endpoint.version != version:
        raise EndpointChanged
    return endpoint


def _forget_failures(endpoint: WebhookEndpoint) -> None:
    endpoint.failing_since = endpoint.resting_until = None
    endpoint.failures_in_row, endpoint.last_error = 0, ""


def _changed(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    endpoint.version += 1
    endpoint.save()
    return endpoint
