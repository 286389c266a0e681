"""The link of somebody asked along: a capability, made anew from a nonce and our secret when it is shown."""

from __future__ import annotations

import base64

from django.utils.crypto import salted_hmac

from bookings.models import Invitee
from boom.core.db import present_schema
from boom.core.ids import token_hash


def token_of(invitee: Invitee) -> str:
    """The 256-bit token of an invitation; only its hash is stored. Bound to the business's schema."""
    return token_from(invitee.link_nonce)


def token_from(nonce: str) -> str:
    """The token that a nonce makes in the present schema."""
    digest = salted_hmac("bookings.invitee", f"{present_schema()}\x00{nonce}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What is stored and looked up."""
    return token_hash(token, purpose=f"invitee:{present_schema()}")
