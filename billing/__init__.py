"""What a business pays the platform: plans, quota, subscriptions, usage. Lives in the public schema.

Empty so far: until plans exist, every business has everything.
"""
