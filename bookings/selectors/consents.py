"""What customers are asked to agree to, and what they said."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext

from bookings.models import Consent, ConsentText, Purpose


@dataclass(frozen=True, slots=True)
class Asked:
    """A text that customers are asked to agree to. Version 0 is the one that Boom brings along."""

    purpose: str
    version: int
    words: str


def asked_now(purpose: str) -> Asked:
    """The text that is shown at present: the owner's newest, or Boom's own until there is one."""
    newest = ConsentText.objects.filter(purpose=purpose).order_by("-version").first()
    if newest is not None:
        return Asked(purpose, newest.version, newest.words)
    return Asked(purpose, 0, usual_words(purpose))


def asked_as(purpose: str, version: int) -> Asked | None:
    """The text of a version that somebody was shown; None when there never was one."""
    if version == 0:
        return Asked(purpose, 0, usual_words(purpose))
    text = ConsentText.objects.filter(purpose=purpose, version=version).first()
    return Asked(purpose, version, text.words) if text else None


def usual_words(purpose: str) -> str:
    """Boom's own words for a purpose."""
    if purpose == Purpose.NEWS:
        return gettext("Send me news and offers by e-mail. I can say no again at any time.")
    if purpose == Purpose.WHATSAPP:
        return gettext("Tell me of my bookings by WhatsApp, at my number. I can say no again at any time.")
    return gettext("I have read the house rules and keep to them.")


def purposes_asked() -> list[Purpose]:
    """What customers are asked to agree to here: to WhatsApp only where messages go out by it."""
    return [each for each in Purpose if each != Purpose.WHATSAPP or settings.WHATSAPP_IS_ON]


def consents_of(customer_id: int) -> list[Consent]:
    """Everything a customer agreed to or took back, newest first; of records merged into theirs, too."""
    said = Consent.objects.filter(Q(customer=customer_id) | Q(customer__merged_into=customer_id))
    return list(said.order_by("-at", "-id"))


def present_consents(consents: list[Consent]) -> dict[str, Consent]:
    """The answer that holds for each purpose, of answers newest first."""
    holding: dict[str, Consent] = {}
    for consent in consents:
        holding.setdefault(consent.purpose, consent)
    return holding
