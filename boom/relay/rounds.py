"""One look at everything that waits: signalled schemas are relayed, watched ones swept."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import Error, connection

from boom.core.guard import PUBLIC
from boom.core.live import Notice
from boom.core.models import OutboxSignal, OutboxWatch
from boom.relay.queue import offer_to_workers
from boom.relay.schemas import relay_facts, sweep
from tenants.context import public_scope, tenant_scope
from tenants.models import Business, BusinessStatus
from tenants.resolution import is_behind

log = structlog.get_logger(__name__)

# Signals read in a round; what is over waits for the next.
MOST_SIGNALS = 20_000

# Pushes notices to a schema's groups.
Push = Callable[[str, Iterable[Notice]], None]


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where one schema's facts go: the platform's own (`business` is None) or a business's."""

    schema: str
    business: Business | None
    push: Push

    @contextmanager
    def scope(self) -> Iterator[None]:
        """The schema's own scope."""
        if self.business is None:
            with public_scope():
                yield
        else:
            with tenant_scope(self.business):
                yield

    @property
    def is_open(self) -> bool:
        """A suspended business's facts wait: nobody is told, no worker runs, until it is resumed."""
        return self.business is None or self.business.status == BusinessStatus.ACTIVE

    @property
    def is_behind(self) -> bool:
        """Its schema waits for a migration; its facts wait with it, untouched."""
        return self.business is not None and is_behind(self.business)

    def tell(self, notices: Iterable[Notice]) -> None:
        if self.is_open:
            self.push(self.schema, notices)

    def offer(self, ids: Sequence[int]) -> list[int]:
        if not self.is_open:
            return []
        return offer_to_workers(self.business.pk if self.business else None, ids)


def relay_all(*, push: Push, now: datetime) -> int:
    """Relay every schema that has signals. Returns how many facts were told."""
    with public_scope():
        signalled = _signalled()
        outlets = _outlets(signalled, push)
        _forget_strangers(signalled, outlets)
        outlets = [outlet for outlet in outlets if not outlet.is_behind]
    relayed = 0
    for outlet in outlets:
        with _alone_in_failing(outlet), outlet.scope():
            relayed += relay_facts(
                outlet.schema, signalled[outlet.schema], tell=outlet.tell, offer=outlet.offer, now=now
            )
    return relayed


def sweep_all(*, now: datetime) -> int:
    """Offer again, in every watched schema, what no worker took in time. Returns how many."""
    with public_scope():
        watched = _outlets(OutboxWatch.objects.values_list("pk", flat=True), _tell_nobody)
        outlets = [outlet for outlet in watched if outlet.is_open and not outlet.is_behind]
    offered = 0
    for outlet in outlets:
        with _alone_in_failing(outlet), outlet.scope():
            offered += sweep(outlet.schema, offer=outlet.offer, now=now)
    return offered


@contextmanager
def _alone_in_failing(outlet: Outlet) -> Iterator[None]:
    """One broken schema must not keep the others waiting; a broken connection is everybody's."""
    try:
        yield
    except Error:
        if not connection.is_usable():
            raise
        log.exception("a schema's outbox could not be relayed", schema=outlet.schema)


def _tell_nobody(schema: str, notices: Iterable[Notice]) -> None:
    """A sweep has no news."""


def _signalled() -> dict[str, list[int]]:
    """Ids of signals by schema, oldest first."""
    oldest = OutboxSignal.objects.order_by("pk").values("pk")[:MOST_SIGNALS]
    rows = OutboxSignal.objects.filter(pk__in=oldest).values("schema_name").annotate(ids=ArrayAgg("pk"))
    return {row["schema_name"]: row["ids"] for row in rows}


def _outlets(schemas: Iterable[str], push: Push) -> list[Outlet]:
    """In random order, so that several relays do not queue up behind each other."""
    names = set(schemas)
    if not names:
        return []
    outlets = [
        Outlet(business.schema_name, business, push)
        for business in Business.objects.filter(schema_name__in=names - {PUBLIC})
    ]
    if PUBLIC in names:
        outlets.append(Outlet(PUBLIC, None, push))
    random.shuffle(outlets)
    return outlets


def _forget_strangers(signalled: dict[str, list[int]], outlets: Sequence[Outlet]) -> None:
    """Signals of schemas that are no business's (any more) lead nowhere."""
    for schema in signalled.keys() - {outlet.schema for outlet in outlets}:
        log.warning("facts of a schema that is no business's are left alone", schema=schema)
        OutboxSignal.objects.filter(pk__in=signalled[schema]).delete()
