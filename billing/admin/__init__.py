"""Pages of the super admin about money; one module a noun."""

from billing.admin.doctor import DisagreementAdmin
from billing.admin.plans import BillingTermsAdmin, BusinessPlanAdmin, PlanAdmin, UsageMonthAdmin
from billing.admin.stripe import ConnectedAccountAdmin, StripeCallAdmin, StripeEventAdmin

__all__ = [
    "BillingTermsAdmin",
    "BusinessPlanAdmin",
    "ConnectedAccountAdmin",
    "DisagreementAdmin",
    "PlanAdmin",
    "StripeCallAdmin",
    "StripeEventAdmin",
    "UsageMonthAdmin",
]
