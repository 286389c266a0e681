"""Passwords brought along from Boom Karaoke."""

from __future__ import annotations

import bcrypt
from django.contrib.auth.hashers import BCryptPasswordHasher

# bcrypt reads no further; newer libraries refuse longer passwords instead of cutting them as the old app did.
LONGEST_BYTES = 72


class LegacyBcryptHasher(BCryptPasswordHasher):
    """Plain bcrypt, as bcryptjs wrote it. Only verifies; Django re-hashes at the first good log-in."""

    algorithm = "bcrypt"

    def verify(self, password: str, encoded: str) -> bool:
        algorithm, _, data = encoded.partition("$")
        if algorithm != self.algorithm:
            return False
        try:
            return bcrypt.checkpw(password.encode()[:LONGEST_BYTES], data.encode("ascii"))
        except ValueError:
            # Not a bcrypt hash after all: nobody's password.
            return False

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing: the cost is the old app's, and the first log-in replaces it."""
