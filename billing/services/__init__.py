"""Every change of what businesses pay and of what Stripe told us, one module a noun."""
