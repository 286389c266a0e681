"""What was said to whom, in whose words, and when it is said by itself."""

from notifications.models.broadcasts import Broadcast
from notifications.models.messages import Channel, Message, MessageState
from notifications.models.texts import LONGEST_SUBJECT, MessageText
from notifications.models.timing import LONGEST_BEFORE, MOST_REMINDERS, MessageTimes

__all__ = [
    "LONGEST_BEFORE",
    "LONGEST_SUBJECT",
    "MOST_REMINDERS",
    "Broadcast",
    "Channel",
    "Message",
    "MessageState",
    "MessageText",
    "MessageTimes",
]
