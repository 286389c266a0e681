"""Posting to the books: the one way in, and the one way back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from boom.core.actor import current_actor
from boom.core.db import constraint_name, service
from boom.core.money import Money
from ledger.domain.entries import Account, AccountKind, Line, balanced, reversal
from ledger.errors import EntryUnknown, KeyUsedOtherwise, ReversedAlready
from ledger.models import Account as AccountRow
from ledger.models import Entry, EntryLine


@service
def post(
    *, key: str, kind: str, at: datetime, lines: Iterable[Line], about: str = "", words: str = ""
) -> Entry:
    """Write an entry, in the caller's transaction. The same `key` with the same lines again gives that one.

    Lines over nothing are left out. Raises DoesNotBalance (a bug of the caller's: nothing a person can act
    on), or KeyUsedOtherwise where the key has other lines.
    """
    return _post(key=key, kind=kind, at=at, lines=balanced(lines), about=about, words=words, reverses=None)


@service
def reverse(*, key: str, new_key: str, at: datetime, words: str = "") -> Entry:
    """Write the entry that undoes the one of `key`, under `new_key`. Again under that key gives that one.

    Raises EntryUnknown, or ReversedAlready where another key has reversed it.
    """
    entry = Entry.objects.filter(key=key).first()
    if entry is None:
        raise EntryUnknown
    return _post(
        key=new_key,
        kind=f"{entry.kind}.reversed"[:40],
        at=at,
        lines=reversal(lines_of(entry)),
        about=entry.about,
        words=words,
        reverses=entry,
    )


def lines_of(entry: Entry) -> tuple[Line, ...]:
    """An entry's lines, in the order in which they were posted."""
    rows = entry.lines.select_related("account").order_by("id")
    return tuple(
        Line(
            Account(row.account.code, AccountKind(row.account.kind)),
            Money(row.amount_minor, row.account.currency),
        )
        for row in rows
    )


def _post(
    *,
    key: str,
    kind: str,
    at: datetime,
    lines: tuple[Line, ...],
    about: str,
    words: str,
    reverses: Entry | None,
) -> Entry:
    actor = current_actor()
    entry = Entry(
        key=key,
        kind=kind,
        at=at,
        about=about,
        words=words,
        reverses=reverses,
        actor_kind=actor.kind[:16],
        actor_id=actor.id[:64],
    )
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:
        return _posted_before(error, key, lines, reverses)
    accounts = {(line.account, line.amount.currency): None for line in lines}
    rows = {each: _account(*each) for each in sorted(accounts)}
    EntryLine.objects.bulk_create(
        EntryLine(
            entry=entry,
            account=rows[line.account, line.amount.currency],
            amount_minor=line.amount.minor,
        )
        for line in lines
    )
    return entry


def _posted_before(error: IntegrityError, key: str, lines: tuple[Line, ...], reverses: Entry | None) -> Entry:
    """What the same operation posted when it was done before."""
    # Both may be taken, and PostgreSQL names only one of them.
    if constraint_name(error) not in {"ledger_entry_once", "ledger_entry_reverses_id_key"}:
        raise error
    entry = Entry.objects.filter(key=key).first()
    if entry is None:
        raise ReversedAlready from error
    before = reverses.pk if reverses is not None else None
    if entry.reverses_id != before or _counted(lines_of(entry)) != _counted(lines):
        raise KeyUsedOtherwise from error
    return entry


def _counted(lines: Iterable[Line]) -> list[tuple[str, str, int]]:
    return sorted((line.account.code, line.amount.currency, line.amount.minor) for line in lines)


def _account(account: Account, currency: str) -> AccountRow:
    """The account's row, made at its first line. Two may come at once: the second finds the first's."""
    row = AccountRow.objects.filter(code=account.code, currency=currency).first()
    if row is None:
        AccountRow.objects.bulk_create(
            [AccountRow(code=account.code, currency=currency, kind=account.kind.value)], ignore_conflicts=True
        )
        row = AccountRow.objects.get(code=account.code, currency=currency)
    if row.kind != account.kind:
        raise ValueError(f"{account.code} is of kind {row.kind}, not {account.kind}.")
    return row
