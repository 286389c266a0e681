"""Pages of the super admin about money; one module a noun."""

from billing.admin.stripe import ConnectedAccountAdmin, StripeCallAdmin, StripeEventAdmin

__all__ = ["ConnectedAccountAdmin", "StripeCallAdmin", "StripeEventAdmin"]
