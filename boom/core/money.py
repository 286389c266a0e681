"""Money as a whole number of a currency's smallest unit. No floats come near it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

# ISO 4217, list one: currencies by the number of decimals of their minor unit. What has no
# minor unit (gold, special drawing rights, test codes) is left out: nobody rents a room in it.
_DECIMALS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF "
        "CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD "
        "GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL "
        "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR "
        "PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP "
        "TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
EXPONENTS: dict[str, int] = {code: places for places, codes in _DECIMALS.items() for code in codes.split()}

# Only signs that mean one currency wherever Boom is used; all others are shown by their code.
_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥", "INR": "₹", "KRW": "₩"}

_AMOUNT = re.compile(r"(?P<sign>[-−]?)(?P<whole>\d{1,15})(?:\.(?P<part>\d{1,4}))?")


class UnknownCurrency(ValueError):
    """The code is not a currency of ISO 4217 that people pay in."""

    def __init__(self, code: str) -> None:
        super().__init__(f"There is no currency with the code “{code}”.")
        self.code = code


class CurrencyMismatch(ValueError):
    """Two amounts in different currencies were added or compared."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} and {other} cannot be added or compared.")


class NotAnAmount(ValueError):
    """The text is no amount of that currency."""

    def __init__(self, text: str, currency: str) -> None:
        places = exponent(currency)
        example = f"12.{'5'.ljust(places, '0')}" if places else "12"
        super().__init__(f"An amount in {currency} looks like {example}.")
        self.text = text


def exponent(currency: str) -> int:
    """Give a currency's number of decimals: 0 for yen, 2 for euro, 3 for dinar. Raises UnknownCurrency."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise UnknownCurrency(currency) from None


def round_half_up(amount: Fraction) -> int:
    """Give the nearest whole number, a half going away from zero, as people and tax offices round."""
    sign = -1 if amount < 0 else 1
    top, bottom = abs(amount.numerator), amount.denominator
    return sign * ((2 * top + bottom) // (2 * bottom))


@dataclass(frozen=True, slots=True)
class Money:
    """`minor` whole minor units (cents, yen, fils) of `currency`, an ISO 4217 code in capitals."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.minor, bool) or not isinstance(self.minor, int):
            raise TypeError(f"Money counts whole minor units, not {type(self.minor).__name__}.")
        exponent(self.currency)

    @classmethod
    def zero(cls, currency: str) -> "Money":
        return cls(0, currency)

    @classmethod
    def parse(cls, amount: str | Decimal | int, currency: str) -> "Money":
        """Read an amount in major units: "12.50", Decimal("12.5"), 12.

        Text is digits with at most one point; grouping marks are refused, since "1,234" means two things.
        Raises NotAnAmount, also when there are more decimals than the currency has.
        """
        if isinstance(amount, float):
            raise TypeError("Money is never read from a float.")
        places = exponent(currency)
        text = (
            amount.strip()
            if isinstance(amount, str)
            else f"{amount:f}"
            if isinstance(amount, Decimal)
            else str(amount)
        )
        found = _AMOUNT.fullmatch(text)
        part = (found["part"] or "").rstrip("0") if found else ""
        if found is None or len(part) > places:
            raise NotAnAmount(text, currency)
        minor = int(found["whole"] + part.ljust(places, "0"))
        return cls(-minor if found["sign"] else minor, currency)

    @classmethod
    def total(cls, amounts: "Iterable[Money]", currency: str) -> "Money":
        """Add them all up; zero of `currency` for none."""
        result = cls.zero(currency)
        for amount in amounts:
            result += amount
        return result

    @property
    def major(self) -> Decimal:
        """The amount in major units, exact, with all the currency's decimals."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __abs__(self) -> "Money":
        return Money(abs(self.minor), self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return other.minor

    def times(self, factor: Fraction | Decimal | int) -> "Money":
        """Give that many times the amount, rounded once to the minor unit, a half going away from zero."""
        if isinstance(factor, float):
            raise TypeError(
                "Money is multiplied by a whole number, a Fraction or a Decimal, never by a float."
            )
        return Money(round_half_up(self.minor * Fraction(factor)), self.currency)

    def allocate(self, shares: Sequence[int]) -> "list[Money]":
        """Divide it in proportion to `shares` (whole, none negative) so that the parts sum to it exactly.

        No part is a minor unit or more away from its exact share; units left over go to the largest
        remainders, earlier shares first.
        """
        whole = sum(shares)
        if whole <= 0 or min(shares) < 0:
            raise ValueError("Shares have to be whole numbers, none negative and not all of them zero.")
        sign = -1 if self.minor < 0 else 1
        portions = [divmod(abs(self.minor) * share, whole) for share in shares]
        parts = [portion for portion, _ in portions]
        by_remainder = sorted(range(len(shares)), key=lambda place: -portions[place][1])
        for place in by_remainder[: abs(self.minor) - sum(parts)]:
            parts[place] += 1
        return [Money(sign * part, self.currency) for part in parts]

    def format(self) -> str:
        """Give it for people, English style: "£1,234.50", "¥1,200", "CHF 12.00", "−€3.00"."""
        sign, number = self.parts()
        shown = f"{self.currency}\u00a0{number}" if sign == self.currency else f"{sign}{number}"
        return f"−{shown}" if self.minor < 0 else shown

    def parts(self) -> tuple[str, str]:
        """The currency's sign, or its code where it has none; and the number without its minus."""
        number = f"{abs(self.major):,.{exponent(self.currency)}f}"
        return _SIGNS.get(self.currency, self.currency), number

    def __str__(self) -> str:
        return self.format()
