"""The tables of payments."""

from payments.models.credit import CreditMovement
from payments.models.documents import Document, DocumentKind, NumberSeries
from payments.models.kept_cards import KeptCard, KeptCardState
from payments.models.links import PaymentLink
from payments.models.payments import DESK_METHODS, Method, Payment, PaymentState
from payments.models.refunds import Refund, RefundLine, RefundState
from payments.models.settings import PaymentSettings
from payments.models.tills import Till

__all__ = [
    "DESK_METHODS",
    "CreditMovement",
    "Document",
    "DocumentKind",
    "KeptCard",
    "KeptCardState",
    "Method",
    "NumberSeries",
    "Payment",
    "PaymentLink",
    "PaymentSettings",
    "PaymentState",
    "Refund",
    "RefundLine",
    "RefundState",
    "Till",
]
