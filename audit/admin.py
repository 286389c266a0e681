"""The platform's own record, to read: who suspended whom, who became a super admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from audit.models import AuditEvent


@admin.register(AuditEvent)
class AuditEventAdmin(admin.ModelAdmin):
    """Nobody adds, changes or removes an event here: the database would refuse it too."""

    list_display = ("at", "action", "table", "entity_id", "actor", "source", "address")
    list_filter = ("action", "table", "source")
    search_fields = ("entity_id", "actor_label", "request_id", "address")
    ordering = ("-id",)
    list_per_page = 50
    # Counting millions of rows for a footer is not worth the wait.
    show_full_result_count = False
    fields = (
        "at",
        "action",
        "table",
        "entity_id",
        "differences",
        "actor",
        "on_behalf_of",
        "source",
        "address",
        "agent",
        "request_id",
    )
    readonly_fields = fields

    @admin.display(description="who")
    def actor(self, event: AuditEvent) -> str:
        return event.actor_label or event.actor_kind

    @admin.display(description="before and after")
    def differences(self, event: AuditEvent) -> SafeString | str:
        names = sorted({*(event.old or {}), *(event.new or {})})
        rows = (
            (name, _shown(event.old, name), _shown(event.new, name))
            for name in names
            if _shown(event.old, name) != _shown(event.new, name)
        )
        return format_html_join("", "<div>{}: {} → {}</div>", rows) or "–"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _shown(values: dict[str, Any] | None, name: str) -> str:
    value = (values or {}).get(name)
    return "–" if value is None or value == "" else str(value)
