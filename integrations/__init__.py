"""How Boom meets other systems: what comes in from them and what goes out to them. Tenant schema.

Words: a *legacy file* is the SQLite database of Boom Karaoke, the single-venue app Boom grew out of; a *plan*
is what importing such a file would do, worked out before anything is written; a *legacy id* is a row's key
there, kept so that a second import changes nothing.

Neighbours: writes bookings and people through `bookings`, `accounts` and `tenants` services; nothing
below imports it.
"""
