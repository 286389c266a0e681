"""What was said to whom, in whose words, and when it is said by itself."""

from notifications.models.messages import Channel, Message, MessageState
from notifications.models.texts import LONGEST_SUBJECT, MessageText

__all__ = ["LONGEST_SUBJECT", "Channel", "Message", "MessageState", "MessageText"]
