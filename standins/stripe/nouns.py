"""Importing this brings every noun's routes, jobs and pages into being."""

from standins.stripe import (
    accounts,
    balance,
    charges,
    checkout,
    clock,
    customers,
    discounts,
    invoice_routes,
    payment_intents,
    payment_methods,
    products,
    refunds,
    setup_intents,
    subscription_routes,
    transfers,
    webhook_endpoints,
)
from standins.stripe.pages import onboarding, pay

__all__ = [
    "accounts",
    "balance",
    "charges",
    "checkout",
    "clock",
    "customers",
    "discounts",
    "invoice_routes",
    "onboarding",
    "pay",
    "payment_intents",
    "payment_methods",
    "products",
    "refunds",
    "setup_intents",
    "subscription_routes",
    "transfers",
    "webhook_endpoints",
]
