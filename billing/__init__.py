"""What a business pays the platform: plans, quota, subscriptions, usage. Lives in the public schema.

Beside that, what both flows of money need of Stripe: the events it sends, the calls made to it, and which
business has which account of its own there. Knows businesses by their keys alone: `tenants` stands beside it.
"""
