"""Refusals about businesses and their addresses."""

from boom.core.errors import Busy, Conflict, Invalid, NotFound


class SubdomainUnusable(Invalid):
    code = "subdomain-unusable"
    message = "That address cannot be used."
    field = "subdomain"


class SubdomainTaken(Conflict):
    code = "subdomain-taken"
    message = "That address is taken. Try another."
    field = "subdomain"


class BusinessBehind(Busy):
    """Its schema still waits for a migration that this code counts on."""

    code = "business-behind"
    message = "We are bringing this venue up to date. Nothing is lost; try again in a minute."

    def __init__(self) -> None:
        super().__init__(details={"retry_after": 15})


class BusinessUnknown(NotFound):
    code = "business-unknown"
    message = "There is no such business."
