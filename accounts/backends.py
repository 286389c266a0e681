"""Log-in by e-mail, within the schema of the host."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import get_hasher, make_password
from django.http import HttpRequest

from accounts.models import User


class EmailBackend(BaseBackend):
    """Checks an e-mail and a password. Takes the same time whether or not the account exists."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        email = username or kwargs.get("email")
        if not email or password is None:
            return None
        user = User.objects.at_address(email)
        if user is not None and user.check_password(password):
            return user if user.is_active else None
        if user is None or not user.password.startswith(f"{get_hasher().algorithm}$"):
            # As much work as a failed check of an ordinary account, so that the time tells nothing.
            make_password(password)
        return None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.select_related("own_role").filter(pk=user_id, is_active=True).first()
