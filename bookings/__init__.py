"""Rooms and who has them, in the tenant's schema.

Venues, opening hours, availability, prices, bookings and customers. Neighbours: `audit` records what changes
here; `payments`, `notifications` and others read the outbox and are never imported.
"""
