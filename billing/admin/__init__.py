"""Pages of the super admin about money; one module a noun."""

from billing.admin.books import AccountAdmin, EntryAdmin
from billing.admin.doctor import DisagreementAdmin
from billing.admin.plans import BillingTermsAdmin, BusinessPlanAdmin, PlanAdmin, UsageMonthAdmin
from billing.admin.stripe import ConnectedAccountAdmin, StripeCallAdmin, StripeEventAdmin

__all__ = [
    "AccountAdmin",
    "BillingTermsAdmin",
    "BusinessPlanAdmin",
    "ConnectedAccountAdmin",
    "DisagreementAdmin",
    "EntryAdmin",
    "PlanAdmin",
    "StripeCallAdmin",
    "StripeEventAdmin",
    "UsageMonthAdmin",
]
