"""Why changes of money are not taken back by the record's undo. Found by `boom.apps` when Django starts.

Money that moved does not move back because a row is put as it was: there is a way for it in the drawer.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as word

from audit.taking_back import rows_of, stays, takes_back
from payments.models import PaymentSettings, VoucherShop
from payments.services.credit import take_back_credit

stays(
    "payments_payment",
    word("What was noted stays noted. In the booking, take it back if it was never made, or give it back."),
)
stays(
    "payments_refund",
    word("Money that was given back is gone. Note it as a payment if the guest returned it."),
)
stays("payments_refundline", word("It follows its refund."))
# It moves with a merge of two guests, and back with that.
takes_back("payments_creditmovement", permission="bookings.merge_customers")(take_back_credit)
stays("payments_dispute", word("What a bank does follows from the bank. Answer it on its page."))
stays("payments_payout", word("What was paid out follows from the payment service."))
stays("payments_payoutline", word("What was paid out follows from the payment service."))
stays("payments_document", word("A document that was issued stays; a credit note takes it back."))
stays("payments_numberseries", word("Numbers are never given twice."))
stays("payments_till", word("What was counted stays counted."))
rows_of(PaymentSettings, permission="bookings.change_setup")
rows_of(VoucherShop, permission="bookings.change_setup")
stays("payments_vouchersale", word("A gift voucher that was bought is somebody’s. Give it back on its page."))
stays(
    "payments_paymentlink",
    word("A link may be in somebody’s hands. Take it back in the booking, and make another."),
)
stays("payments_keptcard", word("A card is left by the guest, at the payment service."))
