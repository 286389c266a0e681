"""What every app may use: time, money, ids, errors, the outbox. Imports no app."""
