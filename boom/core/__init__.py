"""What every app stands on: errors, database rules, time, money, ids, who acts, the outbox.

Imports no app. Lives in both schemas: the outbox is a table of the platform and of each tenant.
"""
