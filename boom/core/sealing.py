"""Secrets that are read again (tokens of other services, passwords of mail servers), sealed before they are
kept.

What is stored opens with a key from the settings, in the business that sealed it, for what it was sealed for:
a value copied into another business's row, or into another column, does not open. Secrets that only have to
be recognised are hashed instead (`boom.core.ids`).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from boom.core.db import present_schema
from boom.core.errors import Conflict

PURPOSE = b"boom.core.sealing"


class SealBroken(Conflict):
    """It does not open: the key is gone, it is another business's, or it was sealed for something else."""

    code = "seal-broken"
    message = "What was kept secret here cannot be read any more. Enter it again, or connect again."


def seal(text: str, *, purpose: str) -> str:
    """`text` so that only the present business reads it again, and only for `purpose`."""
    bound = json.dumps([present_schema(), purpose, text])
    return _box().encrypt(bound.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """What was sealed here for `purpose`. Raises SealBroken."""
    try:
        schema, meant_for, text = json.loads(_box().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise SealBroken from error
    if (schema, meant_for) != (present_schema(), purpose):
        raise SealBroken
    return str(text)


def seal_anew(sealed: str, *, purpose: str) -> str:
    """The same under the newest key, so that older ones can be put away. Raises SealBroken."""
    return seal(unseal(sealed, purpose=purpose), purpose=purpose)


def _box() -> MultiFernet:
    """What seals with the first key and opens with any."""
    return _box_of(tuple(settings.SEALING_KEYS), (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=4)
def _box_of(keys: Sequence[str], secrets: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys or [_derived(secret) for secret in secrets]])


def _derived(secret: str) -> str:
    """A key for where none was set: made of the signing key, and of no use for guessing it."""
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(made).decode()
