"""The platform's books: what stands on each account, and the entries that made it so. Only to look at."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.utils.html import format_html_join

from billing.admin.stripe import OnlyToLookAt
from boom.core.money import Money
from ledger.models import Account, Entry


@admin.register(Account)
class AccountAdmin(OnlyToLookAt):
    """Each account with what it comes to: debits less credits, so income stands below nothing."""

    list_display = ("code", "kind", "currency", "comes_to")
    list_filter = ("kind", "currency")
    ordering = ("code", "currency")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Account]:
        return super().get_queryset(request).annotate(total=Sum("lines__amount_minor", default=0))

    @admin.display(description="comes to", ordering="total")
    def comes_to(self, account: Account) -> str:
        return Money(account.total, account.currency).format()  # type: ignore[attr-defined]


@admin.register(Entry)
class EntryAdmin(OnlyToLookAt):
    """What moved, when, about which business, and on which accounts."""

    list_display = ("at", "kind", "about", "key", "on_accounts")
    list_filter = ("kind",)
    search_fields = ("key", "about", "words")
    date_hierarchy = "at"
    ordering = ("-at", "-id")
    list_per_page = 50
    fields = ("key", "kind", "at", "about", "words", "on_accounts", "actor_kind", "recorded_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        return super().get_queryset(request).prefetch_related("lines__account")

    @admin.display(description="on accounts")
    def on_accounts(self, entry: Entry) -> str:
        lines = (
            (line.account.code, Money(line.amount_minor, line.account.currency).format())
            for line in entry.lines.all()
        )
        return format_html_join("", "{}: {}<br>", lines)
