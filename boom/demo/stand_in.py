"""What a person would type on the pages of the stand-in for Stripe that runs beside a demo."""

from __future__ import annotations

from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from django.conf import settings

CARD = {"do": "pay", "number": "4242424242424242", "expires": "12 / 34", "cvc": "123", "name": "Ada Example"}
ABOUT_THE_BUSINESS = {
    "business_type": "company",
    "first_name": "Ada",
    "last_name": "Example",
    "born": "1990-01-01",
    "bank": "000123456789",
    "terms": "yes",
    "end": "done",
}
PATIENCE_S = 10
SEE_OTHER = 303


class NotTaken(Exception):
    """The stand-in did not take what was typed."""


def is_there() -> bool:
    """Whether a stand-in runs beside this demo; with a key of Stripe’s nothing is typed."""
    return settings.STRIPE_IS_STANDIN and bool(settings.STRIPE_API_BASE)


def answer_onboarding(url: str, *, name: str, page: str) -> None:
    """Tell all that is asked about a business. Raises NotTaken, OSError where nobody answers."""
    _send(url, ABOUT_THE_BUSINESS | {"name": name, "url": page})


def pay(url: str, *, email: str) -> None:
    """Pay on a page with a card that is good. Raises NotTaken, OSError where nobody answers."""
    _send(url, CARD | {"email": email})


def _send(url: str, typed: dict[str, str]) -> None:
    # The page's own name may be known to browsers alone; the address is that of the stand-in's API.
    here, page = urlsplit(settings.STRIPE_API_BASE), urlsplit(url)
    connection = HTTPConnection(here.hostname or "", here.port, timeout=PATIENCE_S)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Host": page.netloc}
        connection.request("POST", page.path, urlencode(typed), headers)
        answer = connection.getresponse()
        if answer.status != SEE_OTHER:
            raise NotTaken(f"{page.path} answered {answer.status}")
    finally:
        connection.close()
