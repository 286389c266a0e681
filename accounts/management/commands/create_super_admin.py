"""`manage.py create_super_admin`: somebody who runs the platform, or a new password for them."""

from __future__ import annotations

import getpass
import os
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.core.management.base import BaseCommand

from accounts import services
from accounts.errors import EmailTaken
from accounts.fields import AddressField
from accounts.models import User
from boom.core.actor import NOBODY, acting
from tenants.context import public_scope

PASSWORD_VARIABLE = "BOOM_SUPER_ADMIN_PASSWORD"  # noqa: S105 - its name, not its value


class Command(BaseCommand):
    help = "Add a super admin, who signs in at /admin/ on the platform's own host."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument(
            "--password",
            help=f"else {PASSWORD_VARIABLE} in the environment, else asked for; others on the machine can "
            "read a command's options",
        )
        parser.add_argument("--reset", action="store_true", help="set a new password if they exist")

    def handle(self, *, email: str, name: str, password: str | None, reset: bool, **options: Any) -> None:
        with public_scope(), acting(NOBODY, source="command"):
            try:
                email = AddressField().clean(email)
                given = password or os.environ.get(PASSWORD_VARIABLE) or self._ask()
                validate_password(given, User(name=name, email=email))
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            known = User.objects.filter(email__iexact=email, is_superuser=True).first()
            if known is not None and reset:
                services.change_password(user_id=known.pk, password=given)
                self.stdout.write(f"{email} has a new password and is signed out everywhere.")
                return
            try:
                services.create_super_admin(name=name or email.partition("@")[0], email=email, password=given)
            except EmailTaken as refusal:
                raise CommandError(f"{refusal.message} --reset sets a new password.") from refusal
        self.stdout.write(f"{email} runs the platform.")

    @staticmethod
    def _ask() -> str:
        first, second = getpass.getpass("Password: "), getpass.getpass("Once more: ")
        if first != second:
            raise CommandError("The two passwords differ.")
        return first
