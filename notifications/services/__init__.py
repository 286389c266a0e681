"""Every change of what is said: the life of a message, the business's own words.

The life of a message is asked for as `notifications.services` itself by its many senders.
"""

from notifications.services.messages import (
    LEASE_FOR,
    claim_message,
    mark_failed,
    mark_postponed,
    mark_sent,
    mark_skipped,
    message_id_of,
)

__all__ = [
    "LEASE_FOR",
    "claim_message",
    "mark_failed",
    "mark_postponed",
    "mark_sent",
    "mark_skipped",
    "message_id_of",
]
