"""Disputes: a cardholder's bank takes the money back, the account answers with evidence, the bank decides.

warning_needs_response | needs_response -> under_review -> won | lost (https://docs.stripe.com/disputes).
"""

from __future__ import annotations

from standins.stripe import balance
from standins.stripe.books import Books, blank
from standins.stripe.errors import Refusal
from standins.stripe.lists import listing
from standins.stripe.params import Params
from standins.stripe.periods import DAY_S
from standins.stripe.routing import job, route, when
from standins.stripe.store import Obj

URL = "/v1/disputes"
FEE = {"usd": 1500, "eur": 2000, "gbp": 2000, "jpy": 1300}
FEE_ELSEWHERE = 1500
ANSWER_WITHIN_S = 9 * DAY_S
REVIEW_TAKES_S = 60 * DAY_S
# Stripe's own words for how a test dispute ends.
WINNING, LOSING = "winning_evidence", "losing_evidence"
EVIDENCE = (
    "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure cancellation_rebuttal "
    "customer_communication customer_email_address customer_name customer_purchase_ip customer_signature "
    "duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id product_description receipt "
    "refund_policy refund_policy_disclosure refund_refusal_explanation service_date service_documentation "
    "shipping_address shipping_carrier shipping_date shipping_documentation shipping_tracking_number uncategorized_file "
    "uncategorized_text"
)
FILES = set(
    "cancellation_policy customer_communication customer_signature duplicate_charge_documentation receipt refund_policy "
    "service_documentation shipping_documentation uncategorized_file".split()
)
REASON_CODES = {"fraudulent": "10.4", "product_not_received": "13.1"}
ANSWERABLE = ("needs_response", "warning_needs_response")
OVER = ("won", "lost", "warning_closed")


@when("charge.is_disputed")
def open_by_card(books: Books, charge: Obj) -> None:
    """Some test cards dispute what they paid at once."""
    from standins.stripe.cards import BY_NUMBER

    method = books.get("payment_method", charge["payment_method"])
    reason = BY_NUMBER[method["_card"]].disputed or "general"
    open_dispute(books, charge, reason=reason)


def open_dispute(books: Books, charge: Obj, *, reason: str, amount: int | None = None) -> Obj:
    """Begin a dispute; an `inquiry` takes no money yet."""
    is_inquiry = reason == "inquiry"
    left = charge["amount_captured"] - charge["amount_refunded"]
    if not charge["paid"] or left <= 0:
        raise Refusal(f"Charge {charge['id']} has nothing that could be disputed.")
    if any(other["status"] not in OVER for other in books.all("dispute", charge=charge["id"])):
        raise Refusal(f"Charge {charge['id']} is disputed already.")
    card = charge["payment_method_details"]["card"]
    dispute: Obj = {
        "id": "",
        "object": "dispute",
        "amount": min(amount or left, left),
        "balance_transactions": [],
        "charge": charge["id"],
        "created": None,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": blank(EVIDENCE, enhanced_evidence={}),
        "evidence_details": {
            "due_by": books.now + ANSWER_WITHIN_S,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": is_inquiry,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "card": {
                "brand": card["brand"],
                "case_type": "inquiry" if is_inquiry else "chargeback",
                "network": card["network"],
                "network_reason_code": REASON_CODES.get(reason, "10.4"),
            },
            "type": "card",
        },
        "reason": "general" if is_inquiry else reason,
        "status": "warning_needs_response" if is_inquiry else "needs_response",
    }
    books.add(dispute, "dp_")
    charge["disputed"] = True
    books.save(charge)
    books.emit("charge.dispute.created", dispute)
    if not is_inquiry:
        _withdraw(books, dispute)
    books.later(dispute["evidence_details"]["due_by"], "dispute.due", dispute["id"])
    return dispute


def _withdraw(books: Books, dispute: Obj) -> None:
    currency = dispute["currency"]
    fee = balance.fee_entry("stripe_fee", FEE.get(currency, FEE_ELSEWHERE), currency)
    entered = balance.note(
        books,
        "adjustment",
        -dispute["amount"],
        currency,
        dispute["id"],
        fees=[fee | {"description": "Dispute fee"}],
        at_once=True,
        description=f"Chargeback withdrawal for {dispute['charge']}",
    )
    dispute["balance_transactions"].append(entered)
    books.save(dispute)
    books.emit("charge.dispute.funds_withdrawn", dispute)


def decide(books: Books, dispute: Obj, *, is_won: bool) -> Obj:
    """The bank's last word."""
    if dispute["status"] in OVER:
        raise Refusal(f"This dispute is over: it was {dispute['status']}.")
    is_inquiry = dispute["status"].startswith("warning")
    books.not_later(dispute["id"])
    if is_inquiry and not is_won:
        # What began as a question becomes a chargeback.
        dispute |= {"status": "needs_response", "is_charge_refundable": False}
        dispute["payment_method_details"]["card"]["case_type"] = "chargeback"
        dispute["evidence_details"]["due_by"] = books.now + ANSWER_WITHIN_S
        books.save(dispute, event="charge.dispute.updated")
        _withdraw(books, dispute)
        books.later(dispute["evidence_details"]["due_by"], "dispute.due", dispute["id"])
        return dispute
    dispute["status"] = "warning_closed" if is_inquiry else "won" if is_won else "lost"
    books.save(dispute)
    books.emit("charge.dispute.closed", dispute)
    if is_won and not is_inquiry:
        entered = balance.note(
            books,
            "adjustment",
            dispute["amount"],
            dispute["currency"],
            dispute["id"],
            at_once=True,
            category="dispute_reversal",
            description=f"Chargeback reversal for {dispute['charge']}",
        )
        dispute["balance_transactions"].append(entered)
        books.save(dispute)
        books.emit("charge.dispute.funds_reinstated", dispute)
    if is_won:
        charge = books.get("charge", dispute["charge"])
        charge["disputed"] = is_inquiry is False
        books.save(charge)
    return dispute


@job("dispute.due")
def run_out(books: Books, key: str) -> None:
    """No answer in time: lost; a question nobody answered is left alone."""
    dispute = books.get("dispute", key)
    if dispute["status"] in ANSWERABLE:
        dispute["evidence_details"]["past_due"] = True
        decide(books, dispute, is_won=dispute["status"].startswith("warning"))


@job("dispute.review")
def review(books: Books, key: str) -> None:
    """Stripe's test evidence decides at once; anything else the bank turns down after its review."""
    dispute = books.get("dispute", key)
    if dispute["status"] in ("under_review", "warning_under_review"):
        decide(books, dispute, is_won=dispute["evidence"]["uncategorized_text"] == WINNING)


@route("GET", URL)
def index(books: Books, params: Params) -> Obj:
    return listing(
        books,
        params,
        "dispute",
        URL,
        charge=params.text("charge"),
        payment_intent=params.text("payment_intent"),
    )


@route("GET", URL + "/{dispute}")
def show(books: Books, params: Params, dispute: str) -> Obj:
    return books.here("dispute", dispute)


@route("POST", URL + "/{dispute}")
def update(books: Books, params: Params, dispute: str) -> Obj:
    found = books.here("dispute", dispute)
    given = params.inner("evidence")
    if given.names():
        if found["status"] not in ANSWERABLE:
            raise Refusal(f"This dispute takes no more evidence: it is {found['status']}.", param="evidence")
        for name in EVIDENCE.split():
            if name in FILES and (key := given.text(name)):
                books.get("file", key, param=given.full(name))
            found["evidence"][name] = given.text(name, found["evidence"][name], longest=20_000)
        found["evidence_details"]["has_evidence"] = any(found["evidence"][name] for name in EVIDENCE.split())
    found["metadata"] = params.metadata(found["metadata"])
    # Evidence is handed in at once unless it is said to be kept as a draft.
    if params.boolean("submit", True) and given.names():
        found["status"] = "warning_under_review" if found["status"].startswith("warning") else "under_review"
        found["evidence_details"]["submission_count"] += 1
        books.not_later(found["id"], "dispute.due")
        is_test = found["evidence"]["uncategorized_text"] in (WINNING, LOSING)
        books.later(books.now + (0 if is_test else REVIEW_TAKES_S), "dispute.review", found["id"])
    return books.save(found, event="charge.dispute.updated")


@route("POST", URL + "/{dispute}/close")
def close(books: Books, params: Params, dispute: str) -> Obj:
    """Give in."""
    found = books.here("dispute", dispute)
    if found["status"] not in ANSWERABLE:
        raise Refusal(f"This dispute cannot be closed: it is {found['status']}.")
    if found["status"] == "warning_needs_response":
        raise Refusal("An inquiry is closed by answering or by refunding.")
    return decide(books, found, is_won=False)
