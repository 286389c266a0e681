"""The money doctor's list: what is wrong, why, what a repair would change, and the press that does it."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join

from billing.admin.stripe import OnlyToLookAt
from billing.models import BillingCustomer, Disagreement
from billing.services import doctor
from boom.core import clock, outbox
from boom.core.errors import DomainError


@admin.register(Disagreement)
class DisagreementAdmin(OnlyToLookAt):
    """Found every night. A repair does what its page says, line by line, and looks again."""

    list_display = ("kind", "business", "key", "cause", "is_repairable", "found_at", "settled_at")
    list_filter = ("kind", ("settled_at", admin.EmptyFieldListFilter))
    list_select_related = ("business",)
    search_fields = ("key", "business__name")
    ordering = ("settled_at", "-id")
    actions = ("repair", "look_again")
    fields = ("kind", "business", "key", "cause", "what_a_repair_changes", "found_at", "settled_at")
    readonly_fields = fields

    @admin.display(boolean=True, description="repair")
    def is_repairable(self, disagreement: Disagreement) -> bool:
        return bool(disagreement.repair)

    @admin.display(description="what a repair changes")
    def what_a_repair_changes(self, disagreement: Disagreement) -> str:
        lines = disagreement.repair or ["Nothing can be mended by itself here."]
        return format_html_join("", "<p>{}</p>", ([line] for line in lines))

    @admin.action(description="Repair as its page says")
    def repair(self, request: HttpRequest, queryset: QuerySet[Disagreement]) -> None:
        for disagreement in queryset:
            try:
                doctor.repair(disagreement_id=disagreement.pk, now=clock.now())
            except (DomainError, outbox.Later) as refusal:
                self.message_user(request, f"Not mended, {disagreement.key}: {refusal}", messages.ERROR)
            else:
                self.message_user(request, f"Mended: {disagreement.key}", messages.SUCCESS)

    @admin.action(description="Look again")
    def look_again(self, request: HttpRequest, queryset: QuerySet[Disagreement]) -> None:
        businesses = {row.business_id for row in queryset if row.business_id is not None}
        try:
            for customer in BillingCustomer.objects.filter(business_id__in=businesses):
                doctor.look_at_business(business_id=customer.business_id, now=clock.now())
            doctor.look_at_platform(now=clock.now())
        except DomainError as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
        else:
            self.message_user(request, "Looked again.", messages.SUCCESS)
