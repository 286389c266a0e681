"""The accounts of a venue's money. Pure."""

from collections.abc import Callable, Iterable

from ledger.domain.entries import Account, AccountKind, Line

OfVenue = Callable[[int], Account]
_METHODS = {"cash", "terminal", "bank", "card"}


def of_method(venue_id: int, method: str) -> Account:
    """Where money of a method is; what guests have as credit or as vouchers is owed to them."""
    if method == "voucher":
        return vouchers(venue_id)
    if method == "credit":
        return Account(f"venues/{venue_id}/credit", AccountKind.LIABILITY)
    if method not in _METHODS:
        raise ValueError(f"{method!r} is no way to pay.")
    return Account(f"venues/{venue_id}/{method}", AccountKind.ASSET)


def guests(venue_id: int) -> Account:
    """Money of guests that is not earned yet; a debit is what they owe."""
    return Account(f"venues/{venue_id}/guests", AccountKind.LIABILITY)


def sales(venue_id: int) -> Account:
    return Account(f"venues/{venue_id}/sales", AccountKind.INCOME)


def surcharges(venue_id: int) -> Account:
    """What guests paid on top for paying by card."""
    return Account(f"venues/{venue_id}/surcharges", AccountKind.INCOME)


def tax(venue_id: int) -> Account:
    """Taxes in what was invoiced, owed to the tax office."""
    return Account(f"venues/{venue_id}/tax", AccountKind.LIABILITY)


def safe(venue_id: int) -> Account:
    """Where the float comes from and the counted cash goes."""
    return Account(f"venues/{venue_id}/safe", AccountKind.ASSET)


def difference(venue_id: int) -> Account:
    """What tills were short of (a debit) or over."""
    return Account(f"venues/{venue_id}/difference", AccountKind.EXPENSE)


def disputes(venue_id: int) -> Account:
    """What cardholders' banks have taken back and not returned."""
    return Account(f"venues/{venue_id}/disputes", AccountKind.EXPENSE)


def fees(venue_id: int) -> Account:
    """What whoever moves the money kept of it."""
    return Account(f"venues/{venue_id}/fees", AccountKind.EXPENSE)


def platform_fee(venue_id: int) -> Account:
    """What the platform kept of card payments."""
    return Account(f"venues/{venue_id}/platform_fee", AccountKind.EXPENSE)


def paid_out(venue_id: int) -> Account:
    """Card money that has gone to the business's bank."""
    return Account(f"venues/{venue_id}/paid_out", AccountKind.ASSET)


def vouchers(venue_id: int) -> Account:
    """Gift vouchers sold and not used yet."""
    return Account(f"venues/{venue_id}/vouchers", AccountKind.LIABILITY)


def in_mode(lines: Iterable[Line], *, is_test: bool) -> list[Line]:
    """Lines of an entry on the accounts of their mode: what is tried out has books of its own."""
    if not is_test:
        return list(lines)
    return [Line(Account(f"test/{line.account.code}", line.account.kind), line.amount) for line in lines]
