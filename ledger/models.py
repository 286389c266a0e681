"""Accounts, entries, lines. Rows are added and never changed: the database refuses both in every schema."""

from __future__ import annotations

from django.db import models
from django.db.models import Func, Q

from boom.core.fields import TransactionIdField
from boom.core.models import CurrentTransactionId
from ledger.domain.entries import AccountKind


class ClockTimestamp(Func):
    """The database's clock at this very statement."""

    function = "clock_timestamp"
    template = "%(function)s()"
    output_field = models.DateTimeField()


class Account(models.Model):
    """A name in the books, in one currency."""

    code = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=9, choices=[(kind.value, kind.value) for kind in AccountKind])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "currency"], name="ledger_account_once"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(kind.value for kind in AccountKind)),
                name="ledger_account_kind_known",
            ),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="ledger_currency_named"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.currency}"


class Entry(models.Model):
    """Something that happened to money, at `at`. `key` is the operation's own: one operation, one entry.

    `about` names what it was for, as "booking/12"; `words` say more, but nothing about a person: the books
    cannot forget. Its lines come with it, in its own transaction, and sum
    to nothing in each currency (sql/ledger_balances.sql, asked at commit).
    """

    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    about = models.CharField(max_length=80, blank=True, default="")
    words = models.CharField(max_length=300, blank=True, default="")
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", db_index=False
    )
    actor_kind = models.CharField(max_length=16, blank=True, default="")
    actor_id = models.CharField(max_length=64, blank=True, default="")
    recorded_at = models.DateTimeField(db_default=ClockTimestamp(), editable=False)
    transaction_id = TransactionIdField(db_default=CurrentTransactionId(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="ledger_entry_once")]
        indexes = [
            models.Index("about", "id", condition=~Q(about=""), name="ledger_entry_by_about"),
            models.Index("at", name="ledger_entry_by_time"),
        ]

    def __str__(self) -> str:
        return self.key


class EntryLine(models.Model):
    """So much on one account, in its currency: a debit above zero, a credit below."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, models.PROTECT, related_name="lines")
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount_minor=0), name="ledger_line_is_something")]

    def __str__(self) -> str:
        return f"{self.amount_minor} on {self.account_id}"
