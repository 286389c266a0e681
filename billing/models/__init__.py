"""Tables of what businesses pay the platform, all on the public schema; one module a noun."""

from billing.models.books import KeptBooks
from billing.models.businesses import BusinessPlan, PlanNotice, UsageDay, UsageMonth
from billing.models.calls import CallState, StripeCall
from billing.models.connected import ConnectedAccount
from billing.models.doctor import Disagreement, DisagreementKind
from billing.models.events import (
    EventKind,
    EventRefusal,
    EventSource,
    EventState,
    FoldedObject,
    RefusalReason,
    StripeEvent,
    SweptAccount,
)
from billing.models.fees import FeeTaken, PlatformFee
from billing.models.plans import CURRENCY, BillingTerms, Plan, PlanPrice
from billing.models.subscriptions import BillingCustomer, StripePrice, Subscription, SubscriptionInvoice

__all__ = [
    "CURRENCY",
    "BillingCustomer",
    "BillingTerms",
    "BusinessPlan",
    "CallState",
    "ConnectedAccount",
    "Disagreement",
    "DisagreementKind",
    "EventKind",
    "EventRefusal",
    "EventSource",
    "EventState",
    "FeeTaken",
    "FoldedObject",
    "KeptBooks",
    "Plan",
    "PlanNotice",
    "PlanPrice",
    "PlatformFee",
    "RefusalReason",
    "StripeCall",
    "StripeEvent",
    "StripePrice",
    "Subscription",
    "SubscriptionInvoice",
    "SweptAccount",
    "UsageDay",
    "UsageMonth",
]
