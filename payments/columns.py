"""What people call the columns of payments' tables, for the record (`audit.columns`)."""

from __future__ import annotations

from django.utils.translation import gettext_noop as word

from audit.columns import describes, how_many, moment, money, one_of, row_of, said
from payments.models import (
    DisputeState,
    DocumentKind,
    KeptCardState,
    LineKind,
    Method,
    PaymentState,
    PayoutState,
    RefundState,
)
from payments.models.settings import DUE_RULES, LeftOver

METHODS = dict(Method.choices)
KEY = {"idempotency_key": "the form's own key, a secret of whoever sent it"}

describes(
    "payments_payment",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "booking_id": row_of("bookings_occupancy", word("for")),
        "voucher_sale_id": said(word("for gift voucher")),
        "method": one_of(word("paid by"), METHODS),
        "amount_minor": money(word("amount")),
        "refunded_minor": money(word("given back of it")),
        "charged_back_minor": money(word("taken back by the bank")),
        "surcharge_minor": money(word("card surcharge")),
        "platform_fee_minor": money(word("kept by Boom")),
        "platform_fee_back_minor": money(word("of that come back")),
        "fee_minor": money(word("kept by Stripe")),
        "currency": said(word("currency")),
        "is_test": said(word("a test")),
        "state": one_of(word("state"), dict(PaymentState.choices)),
        "note": said(word("note")),
        "taken_at": moment(word("taken")),
        "taken_by": said(word("taken by")),
        "reversed_at": moment(word("taken back")),
        "reversed_because": said(word("why it was taken back")),
    },
    hidden={
        "till_id": "the till has its own page",
        "taken_by_id": "the person's name stands beside it",
        "external_id": "a name at whoever moved the money",
        "external_account": "an account at whoever moved the money",
        "external_fee_id": "a name at whoever moved the money",
        "platform_fee_returns": "the plan says it",
        **KEY,
    },
)
describes(
    "payments_refund",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "booking_id": row_of("bookings_occupancy", word("for")),
        "voucher_sale_id": said(word("for gift voucher")),
        "amount_minor": money(word("amount")),
        "allowed_minor": money(word("off the price")),
        "currency": said(word("currency")),
        "to_credit": said(word("as credit")),
        "is_test": said(word("a test")),
        "voucher_id": said(word("as gift voucher")),
        "state": one_of(word("state"), dict(RefundState.choices)),
        "reason": said(word("reason")),
        "items": how_many(word("lines of the price")),
        "given_at": moment(word("given")),
        "given_by": said(word("given by")),
    },
    hidden={
        "till_id": "the till has its own page",
        "given_by_id": "the person's name stands beside it",
        **KEY,
    },
)
describes(
    "payments_refundline",
    {
        "method": one_of(word("given back as"), METHODS),
        "amount_minor": money(word("amount")),
        "surcharge_minor": money(word("card surcharge")),
    },
    hidden={
        "refund_id": "the refund's own event stands beside it",
        "payment_id": "the payment's own event stands beside it",
        "external_id": "a name at whoever moved the money",
    },
)
describes(
    "payments_creditmovement",
    {
        "customer_id": row_of("bookings_customer", word("credit of")),
        "venue_id": row_of("bookings_venue", word("venue")),
        "currency": said(word("currency")),
        "amount_minor": money(word("more or less")),
        "at": moment(word("at")),
    },
    hidden={
        "refund_id": "the refund's own event stands beside it",
        "payment_id": "the payment's own event stands beside it",
    },
)
describes(
    "payments_document",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "booking_id": row_of("bookings_occupancy", word("for")),
        "voucher_sale_id": said(word("for gift voucher")),
        "kind": one_of(word("kind"), dict(DocumentKind.choices)),
        "name": said(word("number")),
        "issued_at": moment(word("issued")),
        "total_minor": money(word("total")),
        "credited_minor": money(word("taken back of an invoice")),
        "currency": said(word("currency")),
        "buyer": said(word("made out to")),
    },
    hidden={
        "number": "its name says it",
        "body": "what it says stands in the file",
        "payment_id": "the payment's own event stands beside it",
        "refund_id": "the refund's own event stands beside it",
        "corrects_id": "the file says which",
    },
)
describes(
    "payments_dispute",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "state": one_of(word("state"), dict(DisputeState.choices)),
        "reason": said(word("the bank’s reason")),
        "amount_minor": money(word("amount")),
        "withdrawn_minor": money(word("taken by the bank")),
        "fee_minor": money(word("the bank’s fee")),
        "currency": said(word("currency")),
        "opened_at": moment(word("opened")),
        "due_at": moment(word("to answer by")),
        "closed_at": moment(word("over")),
        "answered_at": moment(word("answered")),
        "answered_by": said(word("answered by")),
        "gave_in_at": moment(word("given in")),
        "gave_in_by": said(word("given in by")),
        "evidence": how_many(word("facts sent to the bank")),
    },
    hidden={
        "payment_id": "the payment's own event stands beside it",
        "external_id": "a name at whoever moved the money",
        "external_account": "an account at whoever moved the money",
    },
)
describes(
    "payments_payout",
    {
        "is_test": said(word("a test")),
        "state": one_of(word("state"), dict(PayoutState.choices)),
        "amount_minor": money(word("amount")),
        "currency": said(word("currency")),
        "is_automatic": said(word("made by itself")),
        "made_at": moment(word("made")),
        "arrives_at": moment(word("with the bank")),
        "failure": said(word("why the bank sent it back")),
    },
    hidden={
        "external_id": "a name at whoever moved the money",
        "external_account": "an account at whoever moved the money",
    },
)
describes(
    "payments_payoutline",
    {
        "kind": one_of(word("kind"), dict(LineKind.choices)),
        "amount_minor": money(word("amount")),
        "fee_minor": money(word("fee")),
        "platform_fee_minor": money(word("of that Boom’s")),
        "net_minor": money(word("left")),
        "words": said(word("in their words")),
        "at": moment(word("at")),
        "booked_minor": money(word("on our record")),
    },
    hidden={
        "payout_id": "the payout's own event stands beside it",
        "payment_id": "the payment's own event stands beside it",
        "refund_line_id": "the refund's own event stands beside it",
        "dispute_id": "the dispute's own event stands beside it",
        "external_id": "a name at whoever moved the money",
        "source_id": "a name at whoever moved the money",
    },
)
describes(
    "payments_till",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "currency": said(word("currency")),
        "float_minor": money(word("float")),
        "opened_at": moment(word("opened")),
        "opened_by": said(word("opened by")),
        "closed_at": moment(word("closed")),
        "closed_by": said(word("closed by")),
        "counts": how_many(word("methods counted")),
        "difference_minor": money(word("over or short")),
        "reason": said(word("reason")),
    },
)
describes(
    "payments_paymentsettings",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "legal_name": said(word("legal name")),
        "legal_address": said(word("address on documents")),
        "tax_id": said(word("tax number")),
        "prefix": said(word("prefix of document numbers")),
        "methods": said(word("taken at the desk")),
        "due_rule": one_of(word("to be paid"), {rule.value: words for rule, words in DUE_RULES.items()}),
        "due_days": said(word("days before the visit")),
        "keeps_card": said(word("guests leave a card")),
        "left_over": one_of(word("paid too much after a guest’s own change"), dict(LeftOver.choices)),
        "surcharge_percent": said(word("card surcharge, thousandths of a percent")),
        "surcharge_fixed_minor": money(word("card surcharge for each payment")),
    },
)
describes(
    "payments_vouchershop",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "is_open": said(word("sold online")),
        "amounts": said(word("amounts to choose from")),
        "least_minor": money(word("own amount from")),
        "most_minor": money(word("own amount up to")),
        "good_for_months": said(word("months good")),
        "words": said(word("what is said about them")),
    },
)
describes(
    "payments_vouchersale",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "amount_minor": money(word("worth")),
        "currency": said(word("currency")),
        "buyer_name": said(word("bought by")),
        "buyer_email": said(word("buyer’s e-mail")),
        "for_name": said(word("for")),
        "for_email": said(word("their e-mail")),
        "message": said(word("message")),
        "good_for_months": said(word("months good")),
        "begun_at": moment(word("begun")),
        "sold_at": moment(word("sold")),
    },
    hidden={
        "voucher_id": "the voucher's own event stands beside it",
        "nonce": "what its links are made of",
        "token_hash": "what its link is found by",
        "buyer_hash": "what the buyer's link is found by",
        **KEY,
    },
)
describes(
    "payments_numberseries",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "kind": one_of(word("numbers of"), dict(DocumentKind.choices)),
    },
    hidden={"last": "the documents have the numbers"},
)
describes(
    "payments_paymentlink",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "booking_id": row_of("bookings_occupancy", word("for")),
        "amount_minor": money(word("amount")),
        "currency": said(word("currency")),
        "is_share": said(word("a share of the bill")),
        "name": said(word("asked of")),
        "email": said(word("e-mail")),
        "phone": said(word("phone")),
        "words": said(word("words")),
        "expires_at": moment(word("good until")),
        "revoked_at": moment(word("taken back")),
        "made_by": said(word("made by")),
    },
    hidden={"nonce": "what the link is made of", "token_hash": "what the link is found by"},
)
describes(
    "payments_keptcard",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "booking_id": row_of("bookings_occupancy", word("for")),
        "state": one_of(word("state"), dict(KeptCardState.choices)),
        "brand": said(word("card")),
        "last_four": said(word("ends in")),
        "expires": said(word("good until")),
        "begun_at": moment(word("begun")),
    },
    hidden={
        "external_account": "an account at whoever keeps it",
        "external_customer": "a name at whoever keeps it",
        "external_id": "a name at whoever keeps it",
        "session_id": "a page at whoever keeps it",
    },
)
