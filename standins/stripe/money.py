"""Amounts are integers of the currency's smallest unit (https://docs.stripe.com/currencies)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from standins.stripe.errors import invalid
from standins.stripe.params import LARGEST_AMOUNT, Params

ZERO_DECIMAL = set("bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf".split())
THREE_DECIMAL = set("bhd jod kwd omr tnd".split())
KNOWN = (
    ZERO_DECIMAL
    | THREE_DECIMAL
    | set(
        "aed ars aud bgn brl cad chf cny cop crc czk dkk egp eur gbp gel hkd huf idr ils inr isk kes kzt lkr mad mxn myr "
        "ngn nok npr nzd pen php pkr pln qar ron rsd sar sek sgd thb try twd uah usd uyu zar".split()
    )
)
# https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts, those in Boom's reach.
LEAST = {
    "usd": 50, "eur": 50, "gbp": 30, "jpy": 50, "aud": 50, "cad": 50, "chf": 50, "nzd": 50, "sgd": 50, "sek": 300,
    "nok": 300, "dkk": 250, "pln": 200, "czk": 1500, "hkd": 400, "mxn": 1000, "thb": 1000, "huf": 17500,
}  # fmt: skip
# What a card payment costs in the United States: 2.9 % and 30 cents. Elsewhere the same stands for it.
FEE_SHARE = Decimal("0.029")
FEE_FIXED = {"usd": 30, "eur": 25, "gbp": 20, "jpy": 0}
FEE_FIXED_ELSEWHERE = 30


def currency_of(params: Params, name: str = "currency") -> str:
    """The currency given, in lower case. Raises for one that Stripe does not take."""
    given = params.needed(name).lower()
    if given not in KNOWN:
        raise invalid(f"Invalid currency: {given}.", params.full(name))
    return given


def check_amount(amount: int, currency: str, param: str = "amount") -> None:
    """Raises for less than what Stripe charges, and for more."""
    if amount < LEAST.get(currency, 1):
        raise invalid(
            f"Amount must be at least {spoken(LEAST.get(currency, 1), currency)}.", param, "amount_too_small"
        )
    if amount > LARGEST_AMOUNT:
        raise invalid("Amount must be no more than $999,999.99.", param, "amount_too_large")


def decimals(currency: str) -> int:
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


def spoken(amount: int, currency: str) -> str:
    """`12.50 USD`, `1,250 JPY`."""
    places = decimals(currency)
    return f"{Decimal(amount) / 10**places:,.{places}f} {currency.upper()}"


def fee(amount: int, currency: str) -> int:
    """What Stripe keeps of a card payment."""
    return rounded(Decimal(amount) * FEE_SHARE) + FEE_FIXED.get(currency, FEE_FIXED_ELSEWHERE)


def rounded(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def share(amount: int, part: int, whole: int) -> int:
    """`amount * part / whole` to the nearest unit, halves away from nought."""
    return rounded(Decimal(amount) * part / whole) if whole else 0


def spread(amount: int, weights: list[int]) -> list[int]:
    """An amount shared out by weights so that the parts sum up to it."""
    total, given, passed = sum(weights), 0, 0
    parts = []
    for weight in weights:
        passed += weight
        part = share(amount, passed, total) - given
        given += part
        parts.append(part)
    return parts
