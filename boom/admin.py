"""The platform's own background work for the super admin: what failed, why, and a way to try again."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from boom.core import clock, outbox
from boom.core.models import DeliveryState, OutboxDelivery


@admin.register(OutboxDelivery)
class OutboxDeliveryAdmin(admin.ModelAdmin):
    """Deliveries of the platform's outbox. A business's own are on its page "Needs attention"."""

    list_display = ("what", "state", "attempts", "last_error", "since", "due_at")
    list_filter = ("state", "handler")
    list_select_related = ("message",)
    ordering = ("-id",)
    actions = ("try_again",)
    fields = ("what", "message", "state", "attempts", "last_error", "since", "due_at", "finished_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboxDelivery]:
        return super().get_queryset(request).exclude(state=DeliveryState.DONE)

    @admin.display(description="what", ordering="handler")
    def what(self, delivery: OutboxDelivery) -> str:
        registration = outbox.registered_handlers().get(delivery.handler)
        label = registration.label if registration else delivery.handler
        return f"{label} ({delivery.message.kind})"

    @admin.display(description="since", ordering="message__created_at")
    def since(self, delivery: OutboxDelivery) -> Any:
        return delivery.message.created_at

    @admin.action(description="Try again")
    def try_again(self, request: HttpRequest, queryset: QuerySet[OutboxDelivery]) -> None:
        revived = sum(outbox.retry_dead(delivery.pk, now=clock.now()) for delivery in queryset)
        self.message_user(request, f"{revived} are being tried again.", messages.SUCCESS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
