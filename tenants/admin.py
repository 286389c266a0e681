"""The super admin's list of businesses. Changes go through the services, so they are on record as such."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from boom.core import clock
from tenants import services
from tenants.models import Business

admin.site.site_header = "Boom"
admin.site.site_title = "Boom"
admin.site.index_title = "Platform"


@admin.register(Business)
class BusinessAdmin(admin.ModelAdmin):
    """Look, search, suspend, resume. A business is founded by signing up, and never deleted from a list."""

    list_display = ("name", "address", "kind", "status", "time_zone", "currency", "created_at")
    list_filter = ("status", "kind", "currency")
    search_fields = ("name", "subdomain")
    ordering = ("-created_at", "id")
    actions = ("suspend", "resume")
    fields = (
        "name",
        "address",
        "kind",
        "status",
        "suspension_reason",
        "time_zone",
        "currency",
        "created_at",
        "schema_name",
    )
    readonly_fields = fields

    @admin.display(description="address", ordering="subdomain")
    def address(self, business: Business) -> str:
        return format_html('<a href="{}">{}</a>', business.url(), business.host)

    @admin.action(description="Suspend: close every door, keep the data")
    def suspend(self, request: HttpRequest, queryset: QuerySet[Business]) -> None:
        for business in queryset:
            services.suspend_business(business_id=business.pk, reason="By the platform", now=clock.now())
        self.message_user(request, f"{queryset.count()} suspended.", messages.SUCCESS)

    @admin.action(description="Resume: open again")
    def resume(self, request: HttpRequest, queryset: QuerySet[Business]) -> None:
        for business in queryset:
            services.resume_business(business_id=business.pk)
        self.message_user(request, f"{queryset.count()} resumed.", messages.SUCCESS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is typed over here; suspending and resuming are actions of the list."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
