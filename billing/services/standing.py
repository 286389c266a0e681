"""Keeping where each business stands in step with what is known of it. All of it in the public scope."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q

from billing.domain.dunning import (
    SEVERITY,
    Access,
    Payment,
    State,
    Terms,
    reminder_due,
    retry_due,
    standing,
)
from billing.models import BillingTerms, BusinessPlan, PlanNotice, PlanPrice
from boom.core import outbox
from boom.core.db import service
from boom.core.errors import Invalid
from boom.core.memories import forget_everything

# The dates that the super admin may set for one business.
OWN_DATES = ("trial_ends_at", "past_due_until", "grace_until", "read_only_until")


def terms_of(row: BillingTerms) -> Terms:
    """The terms as plain values."""
    return Terms(
        past_due_for=timedelta(days=row.past_due_days),
        grace_for=timedelta(days=row.grace_days),
        read_only_for=timedelta(days=row.read_only_days),
        retry_days=tuple(row.retry_days),
        reminder_days=tuple(row.reminder_days),
    )


@service
def begin_trial(*, business_id: int, now: datetime) -> BusinessPlan:
    """Give a new business its trial: no card, everything the terms' trial plan has. Twice changes nothing."""
    terms = BillingTerms.objects.get()
    ends_at = now + timedelta(days=terms.trial_days)
    held, _ = BusinessPlan.objects.get_or_create(
        business_id=business_id,
        defaults={
            "plan_id": terms.trial_plan_id,
            "state": State.TRIAL.value,
            "state_since": now,
            "trial_ends_at": ends_at,
            "next_change_at": ends_at,
        },
    )
    forget_everything()
    return held


@service
def note_payment(
    *,
    business_id: int,
    payment: Payment,
    now: datetime,
    since: datetime | None = None,
    price_id: int | None = None,
) -> BusinessPlan:
    """Note what is known of a business's payments by now, and settle what follows at once.

    `since` is when they were first refused or the subscription ended; without it `now`, and while it goes on
    being so the first instant stays. `price_id` is the version that is paid: with it the plan changes.
    Saying the same twice changes nothing.
    """
    held = _locked(business_id)
    is_news = held.payment != payment.value
    held.payment = payment.value
    if payment in {Payment.FAILING, Payment.ENDED}:
        held.payment_since = since or (now if is_news else held.payment_since)
    else:
        held.payment_since = None
    if payment == Payment.GOOD:
        # Whatever was put off is over.
        held.past_due_until = held.grace_until = held.read_only_until = None
    if price_id is not None:
        _take_price(held, PlanPrice.objects.select_related("plan").get(pk=price_id))
    return _settled(held, now)


@service
def change_plan(*, business_id: int, price_id: int, now: datetime) -> BusinessPlan:
    """Put a business on a plan at this version of its price, from now on."""
    held = _locked(business_id)
    _take_price(held, PlanPrice.objects.select_related("plan").get(pk=price_id))
    return _settled(held, now)


@service
def plan_change_at_end(*, business_id: int, price_id: int | None, now: datetime) -> BusinessPlan:
    """Note what a business changes to when its paid period ends; None: it stays after all."""
    held = _locked(business_id)
    held.next_price_id = price_id
    return _settled(held, now)


@service
def comp(*, business_id: int, until: datetime | None, reason: str, now: datetime) -> BusinessPlan:
    """Let a business have its plan for nothing, until an instant or (None) for good. Raises Invalid."""
    if not reason.strip():
        raise Invalid(fields={"comp_reason": "Say why it is given for nothing."})
    held = _locked(business_id)
    held.is_comped, held.comped_until, held.comp_reason = True, until, reason.strip()[:200]
    return _settled(held, now)


@service
def end_comp(*, business_id: int, now: datetime) -> BusinessPlan:
    """From now on it is to be paid again; what it has not paid for it has as long as after a trial."""
    held = _locked(business_id)
    if held.is_comped:
        held.comped_until = now
    return _settled(held, now)


@service
def set_dates(*, business_id: int, now: datetime, **dates: datetime | None) -> BusinessPlan:
    """Give one business dates of its own (OWN_DATES); None is as the terms say. Raises Invalid."""
    if unknown := dates.keys() - set(OWN_DATES):
        raise AssertionError(f"no dates of a plan: {sorted(unknown)}")
    if "trial_ends_at" in dates and dates["trial_ends_at"] is None:
        raise Invalid(fields={"trial_ends_at": "A trial ends at some time."})
    held = _locked(business_id)
    for name, value in dates.items():
        setattr(held, name, value)
    return _settled(held, now)


@service
def change_by_hand(*, business_id: int, now: datetime, **values: Any) -> BusinessPlan:
    """What the super admin has typed: `plan_id`, OWN_DATES, `is_comped`, `comped_until`, `comp_reason`.

    Raises Invalid, naming the field.
    """
    if values["trial_ends_at"] is None:
        raise Invalid(fields={"trial_ends_at": "A trial ends at some time."})
    if values["is_comped"] and not values["comp_reason"].strip():
        raise Invalid(fields={"comp_reason": "Say why it is given for nothing."})
    held = _locked(business_id)
    for name in ("plan_id", *OWN_DATES, "is_comped", "comped_until", "comp_reason"):
        setattr(held, name, values[name])
    return _settled(held, now)


@service
def change_terms(*, now: datetime, **values: Any) -> None:
    """Change how long trials and stages last, and settle everybody in such a stage by it."""
    terms = BillingTerms.objects.select_for_update(of=("self",)).get()
    for name, value in values.items():
        setattr(terms, name, value)
    terms.save()
    for business_id in due(now, also_later=True):
        _settled(_locked(business_id), now)


@service
def settle(*, business_id: int, now: datetime) -> BusinessPlan:
    """Bring a business's state up to `now`, and say what has become due: a change, a reminder, a retry.

    However often it runs, each is said once; one that was slept through is said late, or not at all when
    something worse has come meanwhile.
    """
    return _settled(_locked(business_id), now)


def due(now: datetime, *, also_later: bool = False) -> list[int]:
    """Businesses that `settle` may have something to do for; `also_later`: whatever date they wait for."""
    longest = max(BillingTerms.objects.get().reminder_days, default=0)
    rows = BusinessPlan.objects.filter(
        (~Q(state=State.ACTIVE.value) if also_later else Q(next_change_at__lte=now))
        | Q(state=State.TRIAL.value, trial_ends_at__lte=now + timedelta(days=longest))
        | Q(state=State.PAST_DUE.value)
    )
    return list(rows.order_by("business_id").values_list("business_id", flat=True))


def without_plan() -> list[int]:
    """Businesses that nobody gave a plan: founded by hand, or brought back from a backup of before plans."""
    # Known by its name alone: `tenants` stands beside this app.
    businesses = apps.get_model("tenants.Business")
    found = businesses._default_manager.filter(plan__isnull=True)  # noqa: SLF001 - Django's own way
    return list(found.order_by("id").values_list("id", flat=True))


def told_before(business_id: int, kind: str, key: str, now: datetime) -> bool:
    """Whether an owner was told this already; if not, it is noted that they are now."""
    _, is_new = PlanNotice.objects.get_or_create(
        business_id=business_id, kind=kind, key=key, defaults={"made_at": now}
    )
    return not is_new


def _locked(business_id: int) -> BusinessPlan:
    held: BusinessPlan = (
        BusinessPlan.objects.select_for_update(of=("self",))
        .select_related("plan")
        .get(business_id=business_id)
    )
    return held


def _take_price(held: BusinessPlan, price: PlanPrice) -> None:
    held.price, held.plan = price, price.plan
    if held.next_price_id == price.pk:
        held.next_price = None


def _settled(held: BusinessPlan, now: datetime) -> BusinessPlan:
    terms = terms_of(BillingTerms.objects.get())
    found, was, had = standing(held.facts, terms, now), State(held.state), Access(held.access)
    held.state, held.access, held.next_change_at = found.state.value, found.access.value, found.until
    if found.state != was:
        held.state_since = found.since or now
    held.save()
    if found.state != was:
        _tell(
            held,
            "plan.state_changed",
            was=was.value,
            state=found.state.value,
            better=_is_better(was, found.state),
        )
    if found.access == Access.CLOSED != had:
        # Open pages of it close (tenants.live).
        outbox.publish("business.closed", business=held.business_id)
    if found.state == State.TRIAL:
        _remind(held, terms, now)
    if found.state == State.PAST_DUE:
        _retry(held, terms, now)
    forget_everything()
    return held


def _is_better(was: State, state: State) -> bool:
    return SEVERITY[state] < SEVERITY[was]


def _remind(held: BusinessPlan, terms: Terms, now: datetime) -> None:
    days = reminder_due(held.trial_ends_at, terms.reminder_days, now)
    if days is None or told_before(held.business_id, "trial", f"{held.trial_ends_at:%Y-%m-%d}:{days}", now):
        return
    _tell(held, "plan.trial_ends_soon", days=days, ends_at=held.trial_ends_at.isoformat())


def _retry(held: BusinessPlan, terms: Terms, now: datetime) -> None:
    since = held.payment_since
    days = retry_due(since, terms.retry_days, now) if since is not None else None
    if (
        since is None
        or days is None
        or told_before(held.business_id, "retry", f"{since:%Y-%m-%d}:{days}", now)
    ):
        return
    _tell(held, "plan.retry_due", days=days)


def _tell(held: BusinessPlan, kind: str, **payload: Any) -> None:
    outbox.publish(kind, business=held.business_id, **payload)
