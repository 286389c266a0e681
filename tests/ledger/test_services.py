"""The books balance whatever is posted, in whatever order; nothing in them is changed; each key once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boom.core.money import Money
from ledger.domain.entries import Account, AccountKind, DoesNotBalance, credit, debit
from ledger.errors import EntryUnknown, KeyUsedOtherwise, ReversedAlready
from ledger.models import Account as AccountRow
from ledger.models import Entry, EntryLine
from ledger.selectors import balance, balances, entries_about, trial_balance
from ledger.services import lines_of, post, reverse
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tenants.provisioning.schemas import owner_connection
from tests.conftest import TONIGHT

CASH, GUESTS, SALES = (
    Account("venues/1/cash", AccountKind.ASSET),
    Account("venues/1/guests", AccountKind.LIABILITY),
    Account("venues/1/sales", AccountKind.INCOME),
)


def pounds(minor: int) -> Money:
    return Money(minor, "GBP")


def take(minor: int, key: str = "payment/1", currency: str = "GBP") -> Entry:
    amount = Money(minor, currency)
    return post(
        key=key,
        kind="payment",
        at=TONIGHT,
        lines=[debit(CASH, amount), credit(GUESTS, amount)],
        about="booking/7",
    )


def ask_the_constraints() -> None:
    """Have the database ask now what it would ask at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_what_is_posted_stands_on_both_accounts(business: Business):
    entry = take(2500)

    ask_the_constraints()
    assert (balance(CASH.code, "GBP"), balance(GUESTS.code, "GBP")) == (pounds(2500), pounds(-2500))
    assert [line.amount for line in lines_of(entry)] == [pounds(2500), pounds(-2500)]
    assert list(entries_about("booking/7")) == [entry]


def test_the_same_key_again_posts_nothing_more(business: Business):
    first, again = take(2500), take(2500)

    assert first.pk == again.pk
    assert balance(CASH.code, "GBP") == pounds(2500)


def test_a_key_that_holds_something_else_is_refused(business: Business):
    take(2500)

    with pytest.raises(KeyUsedOtherwise):
        take(2600)


def test_a_reversal_undoes_it_once_and_both_stay(business: Business):
    entry = take(2500)

    back = reverse(key="payment/1", new_key="payment/1/back", at=TONIGHT + timedelta(minutes=1))

    assert reverse(key="payment/1", new_key="payment/1/back", at=TONIGHT).pk == back.pk
    assert balance(CASH.code, "GBP") == pounds(0)
    assert back.reverses_id == entry.pk
    assert Entry.objects.count() == 2
    with pytest.raises(ReversedAlready):
        reverse(key="payment/1", new_key="another", at=TONIGHT)


def test_what_was_never_posted_is_not_reversed(business: Business):
    with pytest.raises(EntryUnknown):
        reverse(key="payment/9", new_key="x", at=TONIGHT)


def test_the_service_takes_no_entry_that_does_not_balance(business: Business):
    with pytest.raises(DoesNotBalance):
        post(key="x", kind="payment", at=TONIGHT, lines=[debit(CASH, pounds(1)), credit(GUESTS, pounds(2))])

    assert not Entry.objects.exists()


def written_past_the_service(**amounts: int) -> Entry:
    entry = Entry.objects.create(key="by-hand", kind="payment", at=TONIGHT)
    for currency, minor in amounts.items():
        account = AccountRow.objects.create(code="by-hand", currency=currency, kind="asset")
        EntryLine.objects.create(entry=entry, account=account, amount_minor=minor)
    return entry


@pytest.mark.parametrize("amounts", [{}, {"GBP": 5}, {"GBP": 5, "EUR": -5}])
def test_the_database_takes_none_either_whoever_writes_it(business: Business, amounts: dict[str, int]):
    written_past_the_service(**amounts)

    with pytest.raises(IntegrityError, match="does not balance"):
        ask_the_constraints()


def test_control_without_the_check_the_books_are_off(live_business: Business):
    with owner_connection() as owner:
        for table in ("ledger_entry", "ledger_entryline"):
            owner.execute(f"DROP TRIGGER {table}_balances ON {live_business.schema_name}.{table}")

    with transaction.atomic():
        written_past_the_service(GBP=5)

    assert trial_balance() == {("by-hand", "GBP"): 5}


def test_nothing_is_added_to_an_entry_of_another_transaction(live_business: Business):
    entry = take(2500)
    account = AccountRow.objects.get(code=CASH.code)

    more = [EntryLine(entry=entry, account=account, amount_minor=minor) for minor in (7, -7)]

    with pytest.raises(IntegrityError, match="closed"):
        EntryLine.objects.bulk_create(more)

    assert EntryLine.objects.count() == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entryline SET amount_minor = 1",
        "DELETE FROM ledger_entryline",
        "UPDATE ledger_entry SET words = 'x'",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_account SET code = 'x'",
        "TRUNCATE ledger_entryline",
    ],
)
def test_the_application_cannot_change_the_books(business: Business, statement: str):
    take(2500)

    with (
        pytest.raises(DatabaseError, match=r"permission denied|cannot be changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("table", ["ledger_account", "ledger_entry", "ledger_entryline"])
def test_nor_can_the_owner_of_the_database(live_business: Business, table: str):
    take(2500)

    with owner_connection() as owner, pytest.raises(Exception, match="cannot be changed"):
        owner.execute(f"DELETE FROM {live_business.schema_name}.{table}")


def test_the_platform_has_books_of_its_own(business: Business):
    take(2500)

    with public_scope():
        take(900)
        assert balance(CASH.code, "GBP") == pounds(900)
    with tenant_scope(business):
        assert balance(CASH.code, "GBP") == pounds(2500)


def test_of_ten_who_post_under_one_key_at_once_one_does(live_business: Business):
    gate = Barrier(10)

    def work(_: int) -> int:
        with tenant_scope(live_business):
            gate.wait(timeout=30)
            try:
                return take(2500).pk
            finally:
                connection.close()

    with ThreadPoolExecutor(10) as pool:
        keys = set(pool.map(work, range(10)))

    assert len(keys) == 1
    assert balance(CASH.code, "GBP") == pounds(2500)


accounts = st.sampled_from([CASH, GUESTS, SALES])
moves = st.tuples(
    st.just("post"),
    st.integers(0, 5),
    accounts,
    accounts,
    st.integers(-(10**9), 10**9),
    st.sampled_from(["GBP", "JPY", "KWD"]),
)
backs = st.tuples(st.just("reverse"), st.integers(0, 5))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(moves, backs), max_size=12))
def test_the_books_balance_after_any_sequence(business: Business, steps: list[tuple]):
    with transaction.atomic():
        for number, step in enumerate(steps):
            try:
                if step[0] == "post":
                    _, key, one, other, minor, currency = step
                    amount = Money(minor, currency)
                    post(
                        key=f"op/{key}",
                        kind="move",
                        at=TONIGHT,
                        lines=[debit(one, amount), credit(other, amount)],
                    )
                else:
                    reverse(key=f"op/{step[1]}", new_key=f"op/{step[1]}/back/{number % 2}", at=TONIGHT)
            except (DoesNotBalance, KeyUsedOtherwise, EntryUnknown, ReversedAlready):
                continue
        ask_the_constraints()
        books = trial_balance("venues/1/")
        transaction.set_rollback(True)

    for currency in ("GBP", "JPY", "KWD"):
        assert sum(minor for (_, of), minor in books.items() if of == currency) == 0
    assert set(balances(["venues/1/cash"], "GBP")) <= {"venues/1/cash"}
