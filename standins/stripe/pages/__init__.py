"""The pages Stripe hosts, as plain forms without scripts, each labelled as a test."""

from standins.stripe.pages.site import Pages

__all__ = ["Pages"]
