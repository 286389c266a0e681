"""Why money is not taken, given back or counted."""

from __future__ import annotations

from boom.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound


class PaymentUnknown(NotFound):
    code = "payment-unknown"
    message = "There is no such payment."


class DocumentUnknown(NotFound):
    code = "document-unknown"
    message = "There is no such document."


class TillUnknown(NotFound):
    code = "till-unknown"
    message = "There is no such till."


class NothingToPay(Conflict):
    code = "nothing-to-pay"
    message = "Nothing is due for this booking."


class MoreThanDue(Invalid):
    """`details`: due_minor, currency."""

    code = "more-than-due"
    message = "That is more than is due."
    field = "amount"


class MethodNotTaken(Invalid):
    code = "method-not-taken"
    message = "This venue does not take that at its desk."
    field = "method"


class NoCustomer(Invalid):
    code = "credit-needs-a-guest"
    message = "Credit belongs to a guest. This booking has none; add their name first."
    field = "method"


class NotSoMuchCredit(Conflict):
    code = "not-so-much-credit"
    message = "The guest does not have that much credit."
    field = "amount"


class SentBefore(Conflict):
    """The same form was sent before, with something else in it."""

    code = "sent-before"
    message = "That form was sent before with something else in it. Open it again."


class MoreThanPaid(Invalid):
    """`details`: left_minor, currency."""

    code = "more-than-paid"
    message = "That is more than is left of what was paid."
    field = "amount"


class OneOrTheOther(Invalid):
    code = "credit-or-voucher"
    message = "Give it back as credit or as a gift voucher, not as both."
    field = "to_voucher"


class CannotGiveBack(Conflict):
    code = "cannot-give-back"
    message = "That payment cannot be given back."


class ChargedBack(Conflict):
    """A cardholder's bank has it: whoever paid would have it twice."""

    code = "charged-back"
    message = "The card’s bank has taken that back for the guest. It is not given a second time."


class NotByHand(Conflict):
    """What came by card is given in cash only where its bank has sent a refund back."""

    code = "not-by-hand"
    message = "What was paid by card goes back to the card. By hand goes only what its bank has sent back."


class RefundNeedsAReason(Forbidden):
    """It is more than is owed back: somebody who may has to say why. `details`: owed_minor, currency."""

    code = "refund-needs-a-reason"
    message = "That is more than the rule gives back. A manager has to say why."


class CardsNotTaken(Conflict):
    """The venue has no account that may charge cards now."""

    code = "cards-not-taken"
    message = "This venue takes no cards online at the moment. Ask them how to pay."


class PaidAlready(Conflict):
    code = "paid-already"
    message = "That has been paid already."


class LinkUnknown(NotFound):
    code = "payment-link-unknown"
    message = "This link to pay by is not good any more. Ask the venue for another."


class VoucherSaleUnknown(NotFound):
    code = "voucher-sale-unknown"
    message = "There is no such gift voucher here. Check the link in your mail."


class VouchersNotSold(Conflict):
    code = "vouchers-not-sold"
    message = "This venue sells no gift vouchers online at the moment. Ask them about one."


class NotForSale(Invalid):
    code = "voucher-amount-not-sold"
    message = "Choose one of the amounts."
    field = "amount"


class NothingLeftOfIt(Conflict):
    code = "voucher-used-up"
    message = "Nothing is left on that voucher that could be given back."


class NoKeptCard(Conflict):
    code = "no-kept-card"
    message = "No card was left for this booking."


class ChargeUnderWay(Conflict):
    """Nobody knows yet what came of the charge before; another could be one too many."""

    code = "charge-under-way"
    message = "A charge to that card is under way. The booking says when it has arrived, or has not."


class CannotTakeBack(Conflict):
    code = "cannot-take-back"
    message = "Some of that payment was given back. It was taken, then."


class TillIsOpen(Conflict):
    code = "till-is-open"
    message = "The till is open already."


class TillIsClosed(Conflict):
    code = "till-is-closed"
    message = "The till has been closed meanwhile."


class DifferenceNeedsAReason(Invalid):
    """`details`: difference_minor, currency."""

    code = "difference-needs-a-reason"
    message = "The count differs from what should be there. Say why before you close."
    field = "reason"


class DisputeUnknown(NotFound):
    code = "dispute-unknown"
    message = "There is no such dispute."


class PayoutUnknown(NotFound):
    code = "payout-unknown"
    message = "There is no such payout."


class NotToAnswer(Conflict):
    code = "dispute-not-to-answer"
    message = "This dispute takes no answer any more."


class PaperNotTaken(Conflict):
    code = "dispute-paper-not-taken"
    message = "The payment service takes no papers at the moment. Nothing was sent: try again shortly."


class NotToGiveIn(Conflict):
    code = "dispute-not-to-give-in"
    message = "This dispute cannot be given in any more. A question of the bank’s is settled by a refund."


class NothingToInvoice(Conflict):
    code = "nothing-to-invoice"
    message = "This booking costs nothing that could be invoiced."


class NothingToRepair(Conflict):
    code = "nothing-to-repair"
    message = "That is in order by now, or needs more than a repair. Open the booking."


# Which refusal each constraint on the tables means.
REFUSALS: dict[str, type[DomainError]] = {
    "payment_refunded_within_it": MoreThanPaid,
    "refund_of_what_was_taken": CannotGiveBack,
    "refund_of_what_is_left": ChargedBack,
    "credit_not_overdrawn": NotSoMuchCredit,
    "till_open_once_a_venue": TillIsOpen,
    "till_stays_closed": TillIsClosed,
    "payment_reversed_whole": CannotTakeBack,
    "payments_payment_idempotency_key_key": SentBefore,
    "payments_refund_idempotency_key_key": SentBefore,
    "payments_vouchersale_idempotency_key_key": SentBefore,
}
