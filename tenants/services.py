"""Every change of a business: founded, suspended, resumed. All but one run in the public scope."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from boom.core import outbox
from boom.core.db import refusing, service
from boom.core.errors import Invalid
from boom.core.money import exponent
from tenants.errors import SubdomainTaken, SubdomainUnusable
from tenants.models import Business, BusinessStatus, Erasure, ReleasedSubdomain, VenueKind
from tenants.provisioning.schemas import claim_schema
from tenants.resolution import forget
from tenants.selectors import why_subdomain_unusable


@service
def found_business(
    *, name: str, subdomain: str, kind: str, time_zone: str, currency: str, now: datetime
) -> Business:
    """Give a business its address and a schema of its own, ready to use. Milliseconds with a spare in stock.

    `time_zone` is an IANA name, `currency` ISO 4217. Raises SubdomainUnusable, SubdomainTaken, or Invalid
    naming the field; a failure leaves nothing behind but the spare, back in stock.
    """
    problem = why_subdomain_unusable(subdomain, now=now)
    if problem == SubdomainTaken.message:
        raise SubdomainTaken
    if problem:
        raise SubdomainUnusable(problem)
    _check_choices(kind, time_zone, currency)
    schema_name, head = claim_schema()
    with refusing({"tenants_business_subdomain_key": SubdomainTaken}):
        business: Business = Business.objects.create(
            name=name.strip(),
            subdomain=subdomain,
            kind=VenueKind(kind),
            schema_name=schema_name,
            schema_head=head,
            time_zone=time_zone,
            currency=currency.upper(),
        )
    ReleasedSubdomain.objects.filter(subdomain=subdomain).delete()
    outbox.publish("business.founded", business=business.pk)
    forget()
    return business


@service
def suspend_business(*, business_id: int, reason: str, now: datetime) -> Business:
    """Close every door of a business; its data stays. Doing it twice changes nothing."""
    business: Business = Business.objects.select_for_update().get(pk=business_id)
    if business.status != BusinessStatus.SUSPENDED:
        business.status = BusinessStatus.SUSPENDED
        business.suspended_at = now
        business.suspension_reason = reason
        business.save(update_fields=["status", "suspended_at", "suspension_reason"])
        outbox.publish("business.suspended", business=business.pk)
    forget()
    return business


@service
def resume_business(*, business_id: int) -> Business:
    """Open a suspended business again."""
    business: Business = Business.objects.select_for_update().get(pk=business_id)
    if business.status != BusinessStatus.ACTIVE:
        business.status = BusinessStatus.ACTIVE
        business.suspended_at = None
        business.suspension_reason = ""
        business.save(update_fields=["status", "suspended_at", "suspension_reason"])
        outbox.publish("business.resumed", business=business.pk)
    forget()
    return business


def _check_choices(kind: str, time_zone: str, currency: str) -> None:
    fields = {}
    if kind not in VenueKind.values:
        fields["kind"] = f"We do not know a kind of venue called {kind!r}."
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        fields["time_zone"] = f"We do not know a time zone called {time_zone!r}."
    try:
        exponent(currency.upper())
    except ValueError:
        fields["currency"] = f"We do not know a currency called {currency!r}."
    if fields:
        raise Invalid(fields=fields)


@service
def note_erasures(*, schema_name: str, customers: Iterable[tuple[int, datetime]], now: datetime) -> None:
    """Note that customers of a business were erased: each by its key and when it was made. Twice is once.

    In any scope: it goes with the transaction that erases them. After a restore it says whom to forget
    again, and holds keys alone.
    """
    Erasure.objects.bulk_create(
        [
            Erasure(schema_name=schema_name, customer_id=key, made_at=made_at, erased_at=now)
            for key, made_at in customers
        ],
        ignore_conflicts=True,
    )
