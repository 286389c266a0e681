"""Every change of an account."""

from __future__ import annotations

from accounts.errors import EmailTaken
from accounts.models import User
from boom.core.db import refusing, service


@service
def create_user(*, name: str, email: str, password: str | None, role: str, legacy_id: str = "") -> User:
    """Add a person with a role. Without a password they must reset it before the first log-in.

    Raises EmailTaken when somebody here already uses the address, in whatever case.
    """
    user = User(name=name.strip(), email=email.strip().lower(), role=role, legacy_id=legacy_id)
    user.set_password(password)
    with refusing({"user_email_unique": EmailTaken}):
        user.save(force_insert=True)
    return user
