"""What Stripe told us and what we asked of it: to look at, and to try again."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from billing.models import CallState, ConnectedAccount, EventRefusal, StripeCall, StripeEvent
from billing.services import calls, events
from boom.core import clock
from boom.core.errors import DomainError


class OnlyToLookAt(admin.ModelAdmin):
    """Rows that follow from Stripe: nothing is typed over, added or removed here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(StripeEvent)
class StripeEventAdmin(OnlyToLookAt):
    """Events as they came. Dealing with one again folds what Stripe has now: it may be done at any time."""

    list_display = ("type", "state", "reason", "account", "object_id", "created_at", "source")
    list_filter = ("state", "kind", "source", "type")
    search_fields = ("stripe_id", "object_id", "account")
    ordering = ("-id",)
    list_per_page = 50
    actions = ("replay",)
    fields = (
        "stripe_id", "type", "kind", "account", "object_id", "source", "created_at", "received_at", "state",
        "reason", "attempts", "due_at", "done_at", "as_it_came",
    )  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[StripeEvent]:
        found = super().get_queryset(request)
        is_one = bool(request.resolver_match and request.resolver_match.kwargs.get("object_id"))
        return found if is_one else found.defer("body")

    @admin.display(description="as it came")
    def as_it_came(self, event: StripeEvent) -> str:
        text = bytes(event.body).decode(errors="replace")
        with suppress(ValueError):  # Shown as it came.
            text = json.dumps(json.loads(text), indent=2)
        return format_html("<pre>{}</pre>", text)

    @admin.action(description="Deal with it again")
    def replay(self, request: HttpRequest, queryset: QuerySet[StripeEvent]) -> None:
        chosen = list(queryset.values_list("pk", flat=True))
        for event_id in chosen:
            events.replay_event(event_id=event_id)
        self.message_user(request, f"{len(chosen)} are dealt with again.", messages.SUCCESS)


@admin.register(EventRefusal)
class EventRefusalAdmin(OnlyToLookAt):
    """What came to the endpoints and was no event: a wrong secret, a wrong clock, or a stranger."""

    list_display = ("day", "kind", "reason", "count", "first_at", "last_at")
    list_filter = ("kind", "reason")
    date_hierarchy = "day"
    ordering = ("-day", "-last_at")


@admin.register(StripeCall)
class StripeCallAdmin(OnlyToLookAt):
    """Operations at Stripe. One that nobody knows the outcome of can be looked for."""

    list_display = (
        "purpose",
        "about",
        "state",
        "last_error",
        "attempts",
        "account",
        "created_at",
        "finished_at",
    )
    list_filter = ("state", "purpose")
    search_fields = ("key", "about", "object_id", "account")
    ordering = ("-id",)
    actions = ("look_for_it", "was_not_done")
    fields = (
        "purpose", "about", "key", "business_id", "account", "is_live", "method", "path", "state",
        "object_id", "attempts", "created_at", "first_sent_at", "due_at", "finished_at", "last_error",
    )  # fmt: skip
    readonly_fields = fields

    @admin.action(description="Look at Stripe whether it was done")
    def look_for_it(self, request: HttpRequest, queryset: QuerySet[StripeCall]) -> None:
        now = clock.now()
        for call in queryset.filter(state=CallState.LOST):
            try:
                was_done = calls.find_lost(call_id=call.pk, now=now)
            except DomainError as refusal:
                self.message_user(request, f"Looked for {call.about}: {refusal.message}", messages.ERROR)
            else:
                words, level = (
                    ("it was done.", messages.SUCCESS)
                    if was_done
                    else ("Stripe has nothing of it.", messages.WARNING)
                )
                self.message_user(request, f"Looked for {call.about}: {words}", level)

    @admin.action(description="I have looked at Stripe: it was not done")
    def was_not_done(self, request: HttpRequest, queryset: QuerySet[StripeCall]) -> None:
        chosen = list(queryset.values_list("pk", flat=True))
        count = sum(calls.set_aside(call_id=call_id, now=clock.now()) for call_id in chosen)
        self.message_user(request, f"{count} of {len(chosen)} may be asked for anew.", messages.SUCCESS)


@admin.register(ConnectedAccount)
class ConnectedAccountAdmin(OnlyToLookAt):
    """Which business has which account."""

    list_display = (
        "account",
        "business",
        "is_live",
        "charges_enabled",
        "payouts_enabled",
        "disabled_reason",
        "disconnected_at",
        "created_at",
    )
    list_filter = ("is_live", "charges_enabled", "payouts_enabled")
    list_select_related = ("business",)
    search_fields = ("account", "business__name")
    ordering = ("-id",)
