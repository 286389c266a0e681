"""Importing this brings every noun's routes, jobs and pages into being."""

from standins.stripe import (
    accounts,
    balance,
    charges,
    checkout,
    clock,
    customers,
    discounts,
    disputes,
    invoice_routes,
    payment_intent_routes,
    payment_methods,
    payouts,
    portal,
    products,
    refunds,
    schedules,
    setup_intents,
    subscription_routes,
    transfers,
    webhook_endpoints,
)
from standins.stripe.pages import onboarding, papers, pay
from standins.stripe.pages import portal as portal_pages

# Listed so that no import counts as unused.
__all__ = [
    "accounts",
    "balance",
    "charges",
    "checkout",
    "clock",
    "customers",
    "discounts",
    "disputes",
    "invoice_routes",
    "onboarding",
    "papers",
    "pay",
    "payment_intent_routes",
    "payment_methods",
    "payouts",
    "portal",
    "portal_pages",
    "products",
    "refunds",
    "schedules",
    "setup_intents",
    "subscription_routes",
    "transfers",
    "webhook_endpoints",
]
