"""How a venue's account at Stripe stands, and what Stripe still wants of it, in words for its owner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from billing.domain.platform_fees import FeeTerms
from billing.models import ConnectedAccount
from boom.core.money import Money


class Standing(StrEnum):
    """How far an account is, as its page shows it."""

    NONE = "none"
    BEGUN = "begun"
    CHECKED = "checked"
    RESTRICTED = "restricted"
    REJECTED = "rejected"
    READY = "ready"
    NO_PAYOUTS = "no_payouts"
    DISCONNECTED = "disconnected"


@dataclass(frozen=True, slots=True)
class InWords:
    """A standing, as its badge and sentence say it, and the colour of the badge."""

    badge: str | Promise
    sentence: str | Promise
    colour: str


WORDS = {
    Standing.NONE: InWords(
        _("Not connected"),
        _("Guests cannot pay by card online yet. Everything else works as it is."),
        "",
    ),
    Standing.BEGUN: InWords(
        _("Begun"), _("You have begun. Go on at Stripe where you stopped: nothing was lost."), "warn"
    ),
    Standing.CHECKED: InWords(
        _("Being checked"),
        _("Stripe has all it asked for and is checking it. As a rule that takes minutes, now and then days."),
        "warn",
    ),
    Standing.RESTRICTED: InWords(
        _("Restricted"),
        _("Stripe takes no cards for you until it has what is missing. Bookings go on without card payment."),
        "stop",
    ),
    Standing.REJECTED: InWords(
        _("Refused"),
        _("Stripe has refused this account. Only Stripe can say why: sign in there and ask."),
        "stop",
    ),
    Standing.READY: InWords(
        _("Ready"), _("Guests can pay by card, and Stripe pays the money out to you."), "good"
    ),
    Standing.NO_PAYOUTS: InWords(
        _("Payouts paused"),
        _("Guests can pay by card, but Stripe keeps the money until it has what is missing."),
        "warn",
    ),
    Standing.DISCONNECTED: InWords(
        _("Disconnected"),
        _("You took our access to the account away at Stripe. What was paid stays in your account there."),
        "stop",
    ),
}

# The beginning of what Stripe calls it (https://docs.stripe.com/api/accounts/object), the longest that fits.
WANTED = {
    "external_account": _("A bank account to pay out to"),
    "business_profile": _("What you sell, and under which name"),
    "business_profile.name": _("The name guests know you by"),
    "business_profile.url": _("Your web page"),
    "business_profile.mcc": _("What line of business you are in"),
    "business_profile.product_description": _("What you sell"),
    "business_profile.support_phone": _("A phone number for guests with questions"),
    "business_type": _("Whether you are a company or a person"),
    "tos_acceptance": _("Your yes to Stripe’s terms"),
    "company": _("Details of the company"),
    "company.address": _("The company’s address"),
    "company.tax_id": _("The company’s tax number"),
    "company.name": _("The company’s legal name"),
    "company.phone": _("The company’s phone number"),
    "company.verification": _("A document about the company"),
    "company.owners_provided": _("Who owns the company"),
    "company.directors_provided": _("Who directs the company"),
    "owners": _("Who owns the company"),
    "directors": _("Who directs the company"),
    "representative": _("Details of who speaks for the business"),
    "representative.first_name": _("Name of who speaks for the business"),
    "representative.last_name": _("Name of who speaks for the business"),
    "representative.dob": _("Date of birth of who speaks for the business"),
    "representative.address": _("Address of who speaks for the business"),
    "representative.verification": _("An identity document of who speaks for the business"),
    "individual": _("Your personal details"),
    "individual.first_name": _("Your name"),
    "individual.last_name": _("Your name"),
    "individual.dob": _("Your date of birth"),
    "individual.address": _("Your address"),
    "individual.phone": _("Your phone number"),
    "individual.id_number": _("Your personal tax or identity number"),
    "individual.verification": _("An identity document of yours"),
    "person_": _("Details of somebody who owns or directs the business"),
}


def standing_of(account: ConnectedAccount | None) -> Standing:
    """How an account stands."""
    if account is None:
        return Standing.NONE
    if account.disconnected_at is not None:
        return Standing.DISCONNECTED
    if account.disabled_reason.startswith("rejected"):
        return Standing.REJECTED
    if account.charges_enabled:
        return Standing.READY if account.payouts_enabled else Standing.NO_PAYOUTS
    if not account.details_submitted:
        return Standing.BEGUN
    return Standing.RESTRICTED if account.requirements else Standing.CHECKED


def wanted_in_words(requirements: Iterable[str]) -> list[str]:
    """What Stripe wants to know, each once, in its order; what we have no words for by its name."""
    found: dict[str, None] = {}
    for name in requirements:
        fitting = [known for known in WANTED if name.startswith(known)]
        words = WANTED[max(fitting, key=len)] if fitting else _plain(name)
        found.setdefault(str(words))
    return list(found)


def _plain(name: str) -> str:
    return gettext("At Stripe it is called “%(name)s”") % {"name": name.replace("_", " ").replace(".", ", ")}


def fee_in_words(terms: FeeTerms, currency: str) -> str:
    """What the platform keeps of card payments in that currency; empty for nothing."""
    parts = []
    if terms.basis_points:
        percent = Decimal(terms.basis_points) / 100
        parts.append(gettext("%(percent)s %%") % {"percent": f"{percent.normalize():f}"})
    if terms.fixed_minor:
        parts.append(Money(terms.fixed_minor, currency).format())
    if not parts:
        return ""
    kept = {"kept": gettext(" and ").join(parts)}
    if terms.is_returned:
        words = gettext(
            "Of each payment Boom keeps %(kept)s; of what you give back, its share goes back, too."
        )
        return words % kept
    return gettext("Of each payment Boom keeps %(kept)s, also of what you give back.") % kept
