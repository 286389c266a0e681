"""Refusals about businesses and their addresses."""

from boom.core.errors import Conflict, Invalid, NotFound


class SubdomainUnusable(Invalid):
    code = "subdomain-unusable"
    message = "That address cannot be used."
    field = "subdomain"


class SubdomainTaken(Conflict):
    code = "subdomain-taken"
    message = "That address is taken. Try another."
    field = "subdomain"


class BusinessUnknown(NotFound):
    code = "business-unknown"
    message = "There is no such business."
