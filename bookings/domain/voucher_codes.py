"""Codes of gift vouchers, as people read and type them."""

import secrets

# Without the letters and digits that are mistaken for one another.
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
VOUCHER_LENGTH = 12


def new_voucher_code() -> str:
    """Twelve letters and digits nobody guesses: sixty bits."""
    drawn = "".join(secrets.choice(CODE_LETTERS) for _ in range(VOUCHER_LENGTH))
    return "-".join(drawn[start : start + 4] for start in range(0, VOUCHER_LENGTH, 4))
