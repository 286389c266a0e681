"""The books: accounts, entries and their lines. Double entry, append-only, balanced by the database itself.

Lives in both schemas: of the platform (what businesses pay) and of each business (what guests pay). It knows
no bookings and no plans: whoever moves money posts an entry under a key of its own, in the same transaction,
and never edits one. What was wrong is reversed by another entry.
"""
