"""Webhooks: the list, one with its log, its secret shown once, and what is done with it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from billing.domain.features import Feature
from billing.selectors import allows
from boom.access import needs, staff
from boom.core import clock
from boom.core.errors import DomainError
from boom.problems import add_refusal
from integrations.forms.webhooks import LogForm, WebhookForm
from integrations.models import DeliveryState, EndpointState, WebhookEndpoint
from integrations.selectors import webhooks as selectors
from integrations.services import webhook_deliveries, webhooks
from integrations.words import of_attempt, of_endpoint
from tenants.context import current_business

CONNECT = "integrations.connect"


@require_GET
@staff(CONNECT)
def endpoints(request: HttpRequest) -> HttpResponse:
    """Every webhook and how it is doing."""
    now = clock.now()
    found = selectors.endpoints()
    figures = selectors.figures_of([each.pk for each in found], now=now)
    shown = [
        {
            "endpoint": each,
            "figures": figures.get(each.pk, selectors.Figures()),
            "state": of_endpoint(each, now=now),
            "kinds": selectors.words_of_kinds(each.kinds),
        }
        for each in found
    ]
    is_in_plan = allows(current_business(), Feature.CUSTOM_INTEGRATIONS)
    context = {"endpoints": shown, "now": now, "is_in_plan": is_in_plan}
    return render(request, "integrations/webhooks.html", context)


@require_http_methods(["GET", "POST"])
@needs(Feature.CUSTOM_INTEGRATIONS)
@staff(CONNECT)
def endpoint_new(request: HttpRequest) -> HttpResponse:
    """Enter one; what comes back holds its secret, this once."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            endpoint, secret = webhooks.add_endpoint(
                url=form.cleaned_data["url"],
                kinds=form.cleaned_data["kinds"],
                name=form.cleaned_data["name"],
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            return _secret_page(request, endpoint, secret, is_new=True)
    status = 422 if form.errors else 200
    return render(request, "integrations/webhook_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@staff(CONNECT)
def endpoint(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """One webhook: how it is doing, its log, its form."""
    found = selectors.endpoint_called(endpoint_id)
    form = WebhookForm(request.POST or None, initial=_typed(found))
    if request.method == "POST" and form.is_valid():
        try:
            webhooks.change_endpoint(
                endpoint_id=endpoint_id,
                url=form.cleaned_data["url"],
                kinds=form.cleaned_data["kinds"],
                name=form.cleaned_data["name"],
                version=form.cleaned_data["version"],
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            return _back(endpoint_id)
    return _page(request, found, form)


@require_POST
@staff(CONNECT)
def secret(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Replace the secret, or stop the one before; the new one is shown this once."""
    if request.POST.get("do") == "end-old":
        webhooks.end_old_secret(endpoint_id=endpoint_id)
        messages.success(request, _("The old secret signs nothing any more."))
        return _back(endpoint_id)
    changed, new = webhooks.rotate_secret(endpoint_id=endpoint_id, now=clock.now())
    return _secret_page(request, changed, new, is_new=False)


@require_POST
@staff(CONNECT)
def switch(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Pause it, or go on."""
    if request.POST.get("do") == "resume":
        webhooks.resume_endpoint(endpoint_id=endpoint_id)
        messages.success(request, _("Events are sent there again from now on."))
    else:
        webhooks.pause_endpoint(endpoint_id=endpoint_id)
        messages.success(request, _("Paused. What happens meanwhile is not sent later."))
    return _back(endpoint_id)


@require_POST
@needs(Feature.CUSTOM_INTEGRATIONS)
@staff(CONNECT)
def test(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Send an event that means nothing."""
    sent_id = webhook_deliveries.send_test(endpoint_id=endpoint_id, now=clock.now())
    messages.success(request, _("A test is on its way. Load this page again to see how it fared."))
    return redirect("integrations:webhook-delivery", endpoint_id, sent_id)


@require_POST
@staff(CONNECT)
def remove(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    webhooks.remove_endpoint(endpoint_id=endpoint_id, now=clock.now())
    messages.success(request, _("The webhook is gone."))
    return redirect("integrations:webhooks")


@require_GET
@staff(CONNECT)
def delivery(request: HttpRequest, endpoint_id: int, sent_id: int) -> HttpResponse:
    """What was sent, and how each attempt fared."""
    found = selectors.delivery_called(endpoint_id, sent_id)
    context = {
        "delivery": found,
        "endpoint": found.endpoint,
        "body": json.dumps(json.loads(found.body), indent=2, ensure_ascii=False) if found.body else "",
        "attempts": [{"attempt": each, "words": of_attempt(each)} for each in selectors.attempts_of(found)],
        "is_on": found.endpoint.state == EndpointState.ACTIVE,
        "now": clock.now(),
    }
    return render(request, "integrations/webhook_delivery.html", context)


@require_POST
@needs(Feature.CUSTOM_INTEGRATIONS)
@staff(CONNECT)
def replay(request: HttpRequest, endpoint_id: int, sent_id: int) -> HttpResponse:
    webhook_deliveries.replay(endpoint_id=endpoint_id, delivery_id=sent_id, now=clock.now())
    messages.success(request, _("It is sent again."))
    return redirect("integrations:webhook-delivery", endpoint_id, sent_id)


@require_POST
@needs(Feature.CUSTOM_INTEGRATIONS)
@staff(CONNECT)
def replay_failed(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Send again all that was given up."""
    count = webhook_deliveries.replay_failed(endpoint_id=endpoint_id, now=clock.now())
    messages.success(request, _("Sent again: %(count)s") % {"count": count})
    return _back(endpoint_id)


def _page(request: HttpRequest, found: WebhookEndpoint, form: WebhookForm) -> HttpResponse:
    now = clock.now()
    asked = LogForm(request.GET)
    state = asked.cleaned_data["state"] if asked.is_valid() else ""
    page = selectors.deliveries_page(found.pk, number=request.GET.get("page", "1"), state=state)
    figures = selectors.figures_of([found.pk], now=now).get(found.pk, selectors.Figures())
    context: dict[str, Any] = {
        "endpoint": found,
        "form": form,
        "state": of_endpoint(found, now=now),
        "figures": figures,
        "page": page,
        "log_state": state,
        "states": [("", _("All")), *DeliveryState.choices],
        "both_sign": bool(found.old_nonce and found.old_until and found.old_until > now),
        "is_on": found.state == EndpointState.ACTIVE,
        "now": now,
    }
    return render(request, "integrations/webhook.html", context, status=422 if form.errors else 200)


def _secret_page(
    request: HttpRequest, endpoint: WebhookEndpoint, secret: str, *, is_new: bool
) -> HttpResponse:
    """The one page on which a secret stands. It is not kept, and nobody's browser keeps it either."""
    context = {"endpoint": endpoint, "secret": secret, "is_new": is_new}
    answer = render(request, "integrations/webhook_secret.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _typed(endpoint: WebhookEndpoint) -> dict[str, Any]:
    return {
        "url": endpoint.url,
        "name": endpoint.name,
        "kinds": endpoint.kinds,
        "version": endpoint.version,
    }


def _back(endpoint_id: int) -> HttpResponse:
    return redirect(reverse("integrations:webhook", args=[endpoint_id]))
