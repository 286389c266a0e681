"""What of a price is paid."""

import pytest

from bookings.domain.paying import Paid, paid_minor, paid_of


@pytest.mark.parametrize(
    ("total", "paid", "expected"),
    [
        (None, 0, Paid.NO_PRICE),
        (0, 0, Paid.NO_PRICE),
        (1, 0, Paid.NOTHING),
        (18000, 5000, Paid.PART),
        (18000, 18000, Paid.ALL),
        (18000, 20000, Paid.ALL),
    ],
)
def test_how_much_of_a_price_is_there(total, paid, expected):
    assert paid_of(total, paid) is expected


def test_a_vouchers_share_is_paid():
    assert paid_minor({"voucher": 3, "voucher_minor": 5000}) == 5000
    assert paid_minor({}) == paid_minor({"voucher_minor": None}) == 0
