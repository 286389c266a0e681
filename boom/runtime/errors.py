"""What the runtime refuses, in sentences for the person who typed the command."""


class CannotStart(Exception):
    """Something that must run cannot; the message says what and what to do about it."""


class NoServices(Exception):
    """No address of a service is known: none was given and none runs from this home."""
