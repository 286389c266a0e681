"""People who log in."""

from __future__ import annotations

import itertools
from typing import Any

from accounts.models import User
from accounts.services import create_user

_numbers = itertools.count(1)


def make_user(**given: Any) -> User:
    """A viewer with a password nobody relies on."""
    number = next(_numbers)
    values = {
        "name": f"Person {number}",
        "email": f"person{number}@example.com",
        "password": "a long password",
        "role": "viewer",
    }
    return create_user(**values | given)
