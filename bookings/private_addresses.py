"""What opens private rooms: an address made anew from a nonce and our secret, and codes people can type."""

from __future__ import annotations

import base64

from django.utils.crypto import salted_hmac

from boom.core.db import present_schema
from boom.core.ids import token_hash


def private_token(nonce: str) -> str:
    """The 256-bit token that a nonce makes in the present business's schema; only its hash is stored."""
    words = f"{present_schema()}\x00{nonce}"
    digest = salted_hmac("bookings.private-link", words, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_of_token(token: str) -> str:
    """What is stored of a token and looked up."""
    return token_hash(token, purpose=f"private-link:{present_schema()}")


def hash_of_code(code: str) -> str:
    """What is stored of a code and looked up, however it is written. People choose codes that can be guessed:
    without our secret nobody can try them against it.
    """
    plain = "".join(code.split()).casefold()
    return salted_hmac(
        "bookings.private-code", f"{present_schema()}\x00{plain}", algorithm="sha256"
    ).hexdigest()
