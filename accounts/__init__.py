"""People who log in: their account, role, permissions, invitations.

Lives in both schemas: a venue's staff in their tenant's schema, super admins in the public one. A person
logs in on their own host only. `permissions.py` is the one place that says who may do what.
"""
