"""An entry of the books before it is posted: lines that come to nothing, currency by currency. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from boom.core.money import Money


class AccountKind(StrEnum):
    """What an account stands for; debits raise the first and the last, credits the others."""

    ASSET = "asset"
    LIABILITY = "liability"
    INCOME = "income"
    EXPENSE = "expense"


@dataclass(frozen=True, slots=True, order=True)
class Account:
    """A name in the books, as "venues/3/cash". It exists from its first line on, once for each currency."""

    code: str
    kind: AccountKind

    def __post_init__(self) -> None:
        if not self.code or len(self.code) > 80 or self.code != self.code.strip():
            raise ValueError(f"{self.code!r} is no name for an account.")


class DoesNotBalance(ValueError):
    """The lines of an entry do not come to nothing, or there are too few of them."""


@dataclass(frozen=True, slots=True)
class Line:
    """So much on one account: a debit above zero, a credit below."""

    account: Account
    amount: Money

    def __neg__(self) -> "Line":
        return Line(self.account, -self.amount)


def debit(account: Account, amount: Money) -> Line:
    """A line that the account is given."""
    return Line(account, amount)


def credit(account: Account, amount: Money) -> Line:
    """A line that the account gives."""
    return Line(account, -amount)


def sums(lines: Iterable[Line]) -> dict[str, int]:
    """What lines come to, in minor units by currency; all zero where they balance."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.amount.currency] = found.get(line.amount.currency, 0) + line.amount.minor
    return found


def balanced(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines that say something, if they balance. Raises DoesNotBalance.

    Lines over nothing are left out: a caller need not ask whether there was a tax.
    """
    kept = tuple(line for line in lines if line.amount)
    over = {currency: minor for currency, minor in sums(kept).items() if minor}
    if over:
        raise DoesNotBalance(f"The lines are {over} away from balance.")
    if len(kept) < 2:
        raise DoesNotBalance("An entry has two lines at the least.")
    return kept


def reversal(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines that undo these."""
    return tuple(-line for line in lines)
