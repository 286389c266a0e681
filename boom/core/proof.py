"""Proof of work against bots, with nobody else involved: a browser finds a number before a form is taken.

The challenge is ALTCHA's (version 1): SHA-256 over a salt and the number sought, signed. Its key is made of
our secret, the schema and the form, so that no solution fits another business or another form. A solution is
good for a while, and once; while Valkey is away it could be used again within that while, and nobody is
locked out.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime, timedelta
from functools import cache

import redis
from altcha.altcha import ChallengeOptions, Payload, create_challenge, verify_solution
from django.conf import settings
from django.utils.crypto import salted_hmac

from boom.core.guard import present_schema
from boom.core.outage import Outage

GOOD_FOR = timedelta(minutes=20)
# A phone tries some fifty thousand numbers in a second; on average half of these are tried.
MOST_NUMBERS = 40_000
LONGEST_SOLUTION = 2_000
ASK_AGAIN_AFTER_S = 5.0


def new_challenge(form: str, *, now: datetime, most: int = MOST_NUMBERS) -> dict[str, object]:
    """A challenge for a form in the present schema, as a page's script reads it."""
    made = create_challenge(
        ChallengeOptions(algorithm="SHA-256", max_number=most, hmac_key=_key(form), expires=now + GOOD_FOR)
    )
    return dict(made.to_dict())


def is_proven(form: str, solution: str) -> bool:
    """Whether a form brought the solution of a challenge of its own, for the first time."""
    given = _read(solution)
    if given is None:
        return False
    is_good, _why = verify_solution(given, _key(form))
    return is_good and _is_first(given.challenge)


def _read(solution: str) -> Payload | None:
    """What a page sent: base64 of JSON. None for anything else; the library takes the kinds on trust."""
    if not solution or len(solution) > LONGEST_SOLUTION:
        return None
    try:
        given = json.loads(base64.b64decode(solution, validate=True))
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, dict) or given.get("algorithm") != "SHA-256":
        return None
    number, words = given.get("number"), [given.get(name) for name in ("challenge", "salt", "signature")]
    if type(number) is not int or not all(isinstance(word, str) and word.isascii() for word in words):
        return None
    challenge, salt, signature = (str(word) for word in words)
    return Payload("SHA-256", challenge, number, salt, signature)


def _is_first(challenge: str) -> bool:
    digest = hashlib.sha256(challenge.encode()).hexdigest()
    name = f"boom:proof:{present_schema()}:{digest}"
    if not _outage.is_on:
        try:
            return bool(_client().set(name, 1, nx=True, ex=int(GOOD_FOR.total_seconds())))
        except redis.RedisError as error:
            _outage.note(error)
    return True


def _key(form: str) -> str:
    return salted_hmac("boom.proof", f"{present_schema()}\x00{form}", algorithm="sha256").hexdigest()


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5)


_outage = Outage("redis away, proofs of work may be used again", left_alone_s=ASK_AGAIN_AFTER_S)
