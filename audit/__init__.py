"""The record: who changed what, from where, before and after. Append-only, written by the database itself.

Lives in both schemas. Every table with people's data carries a trigger (`operations.Audited` in its app's
migration) that writes one event per row changed, in the same transaction, whatever did the writing.
"""
