"""The tables of payments."""

from payments.models.credit import CreditMovement
from payments.models.disputes import Dispute, DisputeState
from payments.models.documents import Document, DocumentKind, NumberSeries
from payments.models.kept_cards import KeptCard, KeptCardState
from payments.models.links import PaymentLink
from payments.models.payments import DESK_METHODS, Method, Payment, PaymentState
from payments.models.payouts import LineKind, Payout, PayoutLine, PayoutState
from payments.models.refunds import GAVE_NOTHING, Refund, RefundLine, RefundState
from payments.models.settings import PaymentSettings
from payments.models.tills import Till
from payments.models.voucher_sales import VoucherSale, VoucherShop

__all__ = [
    "DESK_METHODS",
    "GAVE_NOTHING",
    "CreditMovement",
    "Dispute",
    "DisputeState",
    "Document",
    "DocumentKind",
    "KeptCard",
    "KeptCardState",
    "LineKind",
    "Method",
    "NumberSeries",
    "Payment",
    "PaymentLink",
    "PaymentSettings",
    "PaymentState",
    "Payout",
    "PayoutLine",
    "PayoutState",
    "Refund",
    "RefundLine",
    "RefundState",
    "Till",
    "VoucherSale",
    "VoucherShop",
]
