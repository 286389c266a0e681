"""Refusals about accounts."""

from boom.core.errors import Conflict


class EmailTaken(Conflict):
    code = "email-taken"
    message = "Somebody here already uses that e-mail address."
