"""What travels with a call of the API: keys of programs, and people's access and refresh tokens.

An access token is a JWT (RFC 7519) that one business signs for itself: secret, audience and issuer are of its
schema, so that another business's is noise here. It lives a quarter of an hour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt
from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts.models import User
from boom.core.guard import present_schema
from boom.core.ids import new_token, token_hash

ACCESS_LIVES = timedelta(minutes=15)
ALGORITHM = "HS256"
CLAIMS = ("aud", "iss", "exp", "iat", "sub", "jti", "ver")

# boom_ + 12 characters by which the key is called + _ + 43 characters of secret.
KEY = re.compile(r"(boom_[a-z2-7]{11})_([A-Za-z0-9_-]{43})")
REFRESH = re.compile(r"([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a good access token says: whose it is, and as of which version of what they may do."""

    user_id: int
    access_version: int


def access_token(user: User, *, now: datetime) -> str:
    """A token for a person of the present business, good for ACCESS_LIVES."""
    claims = {
        "iss": _issuer(),
        "aud": present_schema(),
        "sub": str(user.pk),
        "iat": now,
        "exp": now + ACCESS_LIVES,
        "jti": new_token(),
        "ver": user.access_version,
    }
    return jwt.encode(claims, _secret(settings.SECRET_KEY), algorithm=ALGORITHM)


def read_access_token(token: str, *, now: datetime) -> Claim | None:
    """What a token of this business says while it is good; None for any other."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            claims = jwt.decode(
                token,
                _secret(secret),
                algorithms=[ALGORITHM],
                audience=present_schema(),
                issuer=_issuer(),
                # Held against the database's clock below, not this machine's.
                options={"require": list(CLAIMS), "verify_exp": False, "verify_iat": False},
            )
            ends_at = datetime.fromtimestamp(int(claims["exp"]), UTC)
            claim = Claim(int(claims["sub"]), int(claims["ver"]))
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError):
            continue
        return claim if now < ends_at <= now + ACCESS_LIVES else None
    return None


def key_hash(secret: str) -> str:
    """What is stored of a key's secret, in the present schema."""
    return token_hash(secret, purpose=f"api-key:{present_schema()}")


def refresh_hash(secret: str) -> str:
    """What is stored of a refresh token's secret, in the present schema."""
    return token_hash(secret, purpose=f"api-refresh:{present_schema()}")


def _issuer() -> str:
    return f"https://{settings.BASE_DOMAIN}"


def _secret(secret_key: str) -> bytes:
    return salted_hmac(
        "integrations.access-token", present_schema(), secret=secret_key, algorithm="sha256"
    ).digest()
