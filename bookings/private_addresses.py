"""What opens private rooms: an address made anew from a nonce and our secret, and codes people can type."""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import salted_hmac

from bookings.models import PrivateLink
from boom.core.db import present_schema
from boom.core.ids import token_hash
from boom.core.made_tokens import made_token

SALT = "bookings.private-link"


def token_of(link: PrivateLink) -> str:
    """The 256-bit token of a link's address; only its hash is stored. Bound to the business's schema."""
    return made_token(SALT, link.link_nonce, is_kept=lambda token: hash_of_token(token) == link.token_hash)


def private_token(nonce: str) -> str:
    """The token that a new nonce makes in the present schema."""
    return made_token(SALT, nonce)


def hash_of_token(token: str) -> str:
    """What is stored of a token and looked up."""
    return token_hash(token, purpose=f"private-link:{present_schema()}")


def hash_of_code(code: str) -> str:
    """What is stored of a code, however it is written. People choose codes that can be guessed: without our
    secret nobody can try them against it.
    """
    return hashes_of_code(code)[0]


def hashes_of_code(code: str) -> list[str]:
    """What is looked up: what each of our secrets makes of a code, the present one first."""
    value = f"{present_schema()}\x00{''.join(code.split()).casefold()}"
    return [
        salted_hmac("bookings.private-code", value, secret=secret, algorithm="sha256").hexdigest()
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
