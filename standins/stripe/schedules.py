"""Subscription schedules: another price from the next period on.

https://docs.stripe.com/billing/subscriptions/subscription-schedules
"""

from __future__ import annotations

from standins.stripe import subscription_changes, subscriptions
from standins.stripe.books import Books, blank
from standins.stripe.errors import Refusal, invalid, missing
from standins.stripe.lists import listing
from standins.stripe.params import Params
from standins.stripe.periods import period_end
from standins.stripe.products import plan_of
from standins.stripe.routing import route, when
from standins.stripe.store import Obj

URL = "/v1/subscription_schedules"
KIND = "subscription_schedule"
OPEN = ("not_started", "active")


@route("POST", URL)
def create(books: Books, params: Params) -> Obj:
    key = params.text("from_subscription")
    if not key:
        raise invalid("This stand-in makes schedules from a subscription only.", "from_subscription")
    subscription = books.get("subscription", key, param="from_subscription")
    books.follow(subscription)
    if subscription["status"] in subscriptions.ENDED:
        raise Refusal(
            "A schedule cannot be made from a subscription that has ended.", param="from_subscription"
        )
    if subscription["schedule"]:
        raise Refusal(
            "The subscription is already managed by the subscription schedule "
            + subscription["schedule"]
            + ".",
            param="from_subscription",
        )
    phase = _phase(
        start=min(item["current_period_start"] for item in subscription["items"]["data"]),
        end=subscriptions.ends_at(subscription),
        items=[(item["price"]["id"], item["quantity"]) for item in subscription["items"]["data"]],
        currency=subscription["currency"],
    )
    schedule = blank(
        "application canceled_at completed_at customer_account released_at released_subscription",
        id="",
        object=KIND,
        billing_mode=subscription["billing_mode"],
        created=None,
        current_phase={"start_date": phase["start_date"], "end_date": phase["end_date"]},
        customer=subscription["customer"],
        default_settings=_default_settings(),
        end_behavior="release",
        livemode=False,
        metadata={},
        phases=[phase],
        status="active",
        subscription=subscription["id"],
        test_clock=subscription["test_clock"],
    )
    books.add(schedule, "sub_sched_", event="subscription_schedule.created")
    books.save(subscription | {"schedule": schedule["id"]}, event="customer.subscription.updated")
    return schedule


def _default_settings() -> Obj:
    return blank(
        "application_fee_percent billing_thresholds default_payment_method description on_behalf_of transfer_data",
        automatic_tax={"disabled_reason": None, "enabled": False, "liability": None},
        billing_cycle_anchor="automatic",
        collection_method="charge_automatically",
        invoice_settings=blank(
            "account_tax_ids custom_fields days_until_due description footer", issuer={"type": "self"}
        ),
    )


def _phase(
    *, start: int, end: int, items: list[tuple[str, int]], currency: str, proration: str = "create_prorations"
) -> Obj:
    return blank(
        "application_fee_percent billing_cycle_anchor billing_thresholds collection_method default_payment_method "
        "description invoice_settings on_behalf_of transfer_data trial_end",
        add_invoice_items=[],
        currency=currency,
        default_tax_rates=[],
        discounts=[],
        end_date=end,
        items=[
            blank(
                "billing_thresholds",
                discounts=[],
                metadata={},
                plan=price,
                price=price,
                quantity=quantity,
                tax_rates=[],
            )
            for price, quantity in items
        ],
        metadata={},
        proration_behavior=proration,
        start_date=start,
    )


@route("POST", URL + "/{schedule}")
def update(books: Books, params: Params, schedule: str) -> Obj:
    found = books.here(KIND, schedule)
    books.follow(found)
    _refuse_over(found)
    found["end_behavior"] = params.text("end_behavior", found["end_behavior"], among=("cancel", "release"))
    found["metadata"] = params.metadata(found["metadata"])
    params.unchanging("proration_behavior")
    given = params.each("phases")
    if given:
        found["phases"] = _phases_from(books, given, found)
        if found["phases"][0]["start_date"] != found["current_phase"]["start_date"]:
            raise invalid("The first phase has to begin when the current one began.", "phases[0][start_date]")
        current = found["phases"][0]
        found["current_phase"] = {"start_date": current["start_date"], "end_date": current["end_date"]}
        _keep_present_items(books, found)
    return books.save(found, event="subscription_schedule.updated")


def _phases_from(books: Books, given: list[Params], schedule: Obj) -> list[Obj]:
    phases: list[Obj] = []
    for entry in given:
        items, prices = [], []
        for item in entry.each("items"):
            price = books.get("price", item.needed("price"), param=item.full("price"))
            prices.append(price)
            items.append((price["id"], item.integer("quantity", 1) or 1))
            item.unchanging("tax_rates", "metadata", "discounts")
        if not items:
            raise missing(entry.full("items"))
        start = entry.instant("start_date") or (
            phases[-1]["end_date"] if phases else schedule["current_phase"]["start_date"]
        )
        end = entry.instant("end_date")
        duration = entry.inner("duration")
        if end is None and duration.names():
            span = {
                "interval": duration.needed("interval"),
                "interval_count": duration.integer("interval_count", 1),
            }
            end = period_end(start, span, anchor=start)
        end = end or period_end(start, prices[0]["recurring"], anchor=start)
        if end <= start or (phases and start != phases[-1]["end_date"]):
            raise invalid("The phases have to follow each other without a gap.", entry.full("start_date"))
        proration = entry.text(
            "proration_behavior", "create_prorations", among=subscription_changes.PRORATIONS
        )
        entry.unchanging(
            "metadata", "discounts", "billing_cycle_anchor", "default_payment_method", "currency"
        )
        phases.append(
            _phase(
                start=start,
                end=end,
                items=items,
                currency=prices[0]["currency"],
                proration=proration or "none",
            )
        )
    return phases


def _keep_present_items(books: Books, schedule: Obj) -> None:
    """The present phase has to say what the subscription is now; changing it now is the subscription's route."""
    subscription = books.get("subscription", schedule["subscription"])
    now = sorted((item["price"]["id"], item["quantity"]) for item in subscription["items"]["data"])
    said = sorted((item["price"], item["quantity"]) for item in schedule["phases"][0]["items"])
    if now != said:
        raise invalid(
            "This stand-in changes the present phase through the subscription only.", "phases[0][items]"
        )


def _refuse_over(schedule: Obj) -> None:
    if schedule["status"] not in OPEN:
        raise Refusal(
            f"You cannot change a subscription schedule that is {schedule['status']}.",
            code="subscription_schedule_unexpected_state",
        )


@when("subscription.period_turns")
def turn_phase(books: Books, subscription: Obj) -> None:
    """At a period's end the next phase begins, or the schedule is over."""
    schedule = books.find(subscription["schedule"])
    if (
        schedule is None
        or schedule["status"] not in OPEN
        or schedule["current_phase"]["end_date"] > books.now
    ):
        return
    following = [
        phase for phase in schedule["phases"] if phase["start_date"] >= schedule["current_phase"]["end_date"]
    ]
    if not following:
        _finish(books, subscription, schedule)
        return
    phase = following[0]
    schedule["current_phase"] = {"start_date": phase["start_date"], "end_date": phase["end_date"]}
    before = {item["price"]["id"]: item for item in subscription["items"]["data"]}
    ends = subscriptions.ends_at(subscription)
    items = []
    for place, entry in enumerate(phase["items"]):
        price = books.get("price", entry["price"])
        item = before.get(price["id"]) or list(before.values())[min(place, len(before) - 1)]
        items.append(
            item
            | {
                "price": price,
                "plan": plan_of(price),
                "quantity": entry["quantity"],
                "current_period_end": ends,
            }
        )
    subscription["items"]["data"] = items
    books.save(subscription, event="customer.subscription.updated")
    books.save(schedule, event="subscription_schedule.updated")


def _finish(books: Books, subscription: Obj, schedule: Obj) -> None:
    schedule |= {"current_phase": None}
    if schedule["end_behavior"] == "release":
        _release(books, subscription, schedule)
        return
    schedule |= {"status": "completed", "completed_at": books.now}
    books.save(schedule, event="subscription_schedule.completed")
    subscriptions.end(books, subscription)


def _release(books: Books, subscription: Obj, schedule: Obj) -> Obj:
    schedule |= {
        "status": "released",
        "released_at": books.now,
        "released_subscription": subscription["id"],
        "subscription": None,
        "current_phase": None,
    }
    books.save(schedule, event="subscription_schedule.released")
    subscription["schedule"] = None
    books.save(subscription, event="customer.subscription.updated")
    return schedule


@route("POST", URL + "/{schedule}/release")
def release(books: Books, params: Params, schedule: str) -> Obj:
    found = books.here(KIND, schedule)
    _refuse_over(found)
    params.unchanging("preserve_cancel_date")
    return _release(books, books.get("subscription", found["subscription"]), found)


@route("POST", URL + "/{schedule}/cancel")
def cancel(books: Books, params: Params, schedule: str) -> Obj:
    found = books.here(KIND, schedule)
    _refuse_over(found)
    params.unchanging("invoice_now", "prorate")
    subscription = books.get("subscription", found["subscription"])
    found |= {"status": "canceled", "canceled_at": books.now, "current_phase": None}
    books.save(found, event="subscription_schedule.canceled")
    subscriptions.end(books, subscription)
    return found


@route("GET", URL)
def index(books: Books, params: Params) -> Obj:
    return listing(books, params, KIND, URL, customer=params.text("customer"))


@route("GET", URL + "/{schedule}")
def show(books: Books, params: Params, schedule: str) -> Obj:
    return books.here(KIND, schedule)


@when("subscription.ended")
def hear_of_end(books: Books, subscription: Obj) -> None:
    schedule = books.find(subscription["schedule"])
    if schedule and schedule["status"] in OPEN:
        schedule |= {"status": "canceled", "canceled_at": books.now, "current_phase": None}
        books.save(schedule, event="subscription_schedule.canceled")
