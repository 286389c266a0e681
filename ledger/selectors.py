"""What the books say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet, Sum

from boom.core.money import Money
from ledger.models import Entry, EntryLine


def balance(code: str, currency: str) -> Money:
    """What an account comes to by now: debits less credits; nothing for one without lines."""
    return balances([code], currency).get(code, Money.zero(currency))


def balances(codes: Iterable[str], currency: str) -> Mapping[str, Money]:
    """What these accounts come to, those without lines left out. One query."""
    found = (
        EntryLine.objects.filter(account__code__in=list(codes), account__currency=currency)
        .values_list("account__code")
        .annotate(total=Sum("amount_minor"))
    )
    return {code: Money(int(total), currency) for code, total in found}


def trial_balance(prefix: str = "") -> Mapping[tuple[str, str], int]:
    """Every account that begins so, with its currency, and what it comes to in minor units."""
    of = Q(account__code__startswith=prefix) if prefix else Q()
    found = (
        EntryLine.objects.filter(of)
        .values_list("account__code", "account__currency")
        .annotate(total=Sum("amount_minor"))
    )
    return {(code, currency): int(total) for code, currency, total in found}


def entries_about(about: str) -> QuerySet[Entry]:
    """The entries about one thing, in the order they were posted, with their lines."""
    return Entry.objects.filter(about=about).prefetch_related("lines__account").order_by("id")
