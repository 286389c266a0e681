from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boom.core.money import CurrencyMismatch, Money, NotAnAmount, UnknownCurrency, exponent

currencies = st.sampled_from(["EUR", "USD", "JPY", "KWD", "CLF"])
minors = st.integers(-(10**9), 10**9)


@st.composite
def amounts(draw: st.DrawFn) -> Money:
    return Money(draw(minors), draw(currencies))


def test_currencies_have_their_own_number_of_decimals() -> None:
    assert [exponent(code) for code in ("JPY", "EUR", "KWD", "CLF")] == [0, 2, 3, 4]


@pytest.mark.parametrize("code", ["", "eur", "XAU", "EURO", "ABC"])
def test_what_is_no_currency_is_refused(code: str) -> None:
    with pytest.raises(UnknownCurrency):
        Money(1, code)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.50", "EUR", 1250),
        (" 12.5 ", "EUR", 1250),
        ("12", "EUR", 1200),
        ("0.01", "EUR", 1),
        ("-3.00", "GBP", -300),
        ("−3", "GBP", -300),
        ("1200", "JPY", 1200),
        ("1200.00", "JPY", 1200),
        ("0.005", "KWD", 5),
        (Decimal("46.60"), "USD", 4660),
        (Decimal("1E+3"), "JPY", 1000),
        (7, "KWD", 7000),
    ],
)
def test_an_amount_is_read_exactly(text: str | Decimal | int, currency: str, minor: int) -> None:
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("12.345", "EUR"),
        ("0.5", "JPY"),
        ("1,234", "EUR"),
        ("1 234", "EUR"),
        ("", "EUR"),
        ("12.", "EUR"),
        (".5", "EUR"),
        ("1e3", "EUR"),
        ("nan", "EUR"),
        ("+3", "EUR"),
        ("9" * 16, "EUR"),
        (Decimal("NaN"), "EUR"),
        (Decimal("Infinity"), "EUR"),
    ],
)
def test_what_is_no_amount_of_the_currency_is_refused(text: str | Decimal, currency: str) -> None:
    with pytest.raises(NotAnAmount):
        Money.parse(text, currency)


def test_a_refused_amount_shows_what_one_looks_like() -> None:
    with pytest.raises(NotAnAmount, match=r"An amount in KWD looks like 12\.500\."):
        Money.parse("twelve", "KWD")


def test_floats_never_become_money() -> None:
    with pytest.raises(TypeError):
        Money.parse(12.5, "EUR")  # type: ignore[arg-type]  # the mistake under test
    with pytest.raises(TypeError):
        Money(12.5, "EUR")  # type: ignore[arg-type]  # the mistake under test
    with pytest.raises(TypeError):
        Money(100, "EUR").times(0.5)  # type: ignore[arg-type]  # the mistake under test


def test_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(CurrencyMismatch):
        sorted([Money(1, "EUR"), Money(1, "USD")])


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        (Money(123450, "GBP"), "£1,234.50"),
        (Money(1200, "JPY"), "¥1,200"),
        (Money(1200, "CHF"), "CHF\u00a012.00"),
        (Money(-300, "EUR"), "−€3.00"),
        (Money(5, "KWD"), "KWD\u00a00.005"),
        (Money(0, "USD"), "$0.00"),
    ],
)
def test_people_read_amounts_with_all_their_decimals(money: Money, shown: str) -> None:
    assert str(money) == shown


@pytest.mark.parametrize(
    ("minor", "factor", "expected"),
    [
        (1000, Fraction(1, 3), 333),
        (1, Fraction(1, 2), 1),
        (-1, Fraction(1, 2), -1),
        (3, Fraction(1, 2), 2),
        (1999, Decimal("0.19"), 380),
        (100, 0, 0),
    ],
)
def test_a_half_of_the_smallest_unit_rounds_away_from_zero(
    minor: int, factor: Fraction | Decimal | int, expected: int
) -> None:
    assert Money(minor, "EUR").times(factor) == Money(expected, "EUR")


def test_what_is_left_over_goes_to_the_largest_remainders() -> None:
    parts = Money(100, "EUR").allocate([1, 3, 3])

    assert [part.minor for part in parts] == [14, 43, 43]


@pytest.mark.parametrize("shares", [[], [0, 0], [2, -1]])
def test_shares_that_cannot_divide_anything_are_refused(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="Shares"):
        Money(100, "EUR").allocate(shares)


@settings(max_examples=200, deadline=None)
@given(amount=amounts(), shares=st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any))
def test_parts_sum_to_the_whole_and_none_is_a_unit_off(amount: Money, shares: list[int]) -> None:
    parts = amount.allocate(shares)

    assert Money.total(parts, amount.currency) == amount
    exact = [Fraction(amount.minor * share, sum(shares)) for share in shares]
    assert all(abs(part.minor - share) < 1 for part, share in zip(parts, exact, strict=True))


@settings(max_examples=200, deadline=None)
@given(amount=amounts())
def test_an_amount_written_out_reads_back_the_same(amount: Money) -> None:
    assert Money.parse(amount.major, amount.currency) == amount
    assert Money.parse(f"{amount.major:f}", amount.currency) == amount


@settings(max_examples=200, deadline=None)
@given(amount=amounts(), factor=st.fractions(min_value=-100, max_value=100, max_denominator=3600))
def test_multiplying_is_never_more_than_half_a_unit_off_and_keeps_its_sign_symmetric(
    amount: Money, factor: Fraction
) -> None:
    result = amount.times(factor)

    assert abs(result.minor - amount.minor * factor) <= Fraction(1, 2)
    assert (-amount).times(factor) == -result


@settings(max_examples=100, deadline=None)
@given(one=minors, two=minors, three=minors)
def test_adding_is_ordinary_arithmetic(one: int, two: int, three: int) -> None:
    a, b, c = (Money(minor, "EUR") for minor in (one, two, three))

    assert (a + b) + c == a + (b + c) == Money(one + two + three, "EUR")
    assert a - a == Money.zero("EUR")
    assert (a < b, a <= b, a > b, a >= b) == (one < two, one <= two, one > two, one >= two)
    assert (bool(a), abs(a)) == (one != 0, Money(abs(one), "EUR"))
