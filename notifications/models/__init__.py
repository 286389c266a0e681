"""What was said to whom, in whose words, and when it is said by itself."""

from notifications.models.alerts import AlertsSeen, StaffAlert
from notifications.models.broadcasts import Broadcast
from notifications.models.chats import Chat, ChatPost, ChatService
from notifications.models.messages import Channel, Message, MessageState, Outcome
from notifications.models.replies import MailReport, Suppression, TextReply
from notifications.models.senders import Security, Sender
from notifications.models.staff_mails import StaffMails
from notifications.models.texts import LONGEST_SUBJECT, MessageText
from notifications.models.timing import LONGEST_BEFORE, MOST_REMINDERS, MessageTimes

__all__ = [
    "LONGEST_BEFORE",
    "LONGEST_SUBJECT",
    "MOST_REMINDERS",
    "AlertsSeen",
    "Broadcast",
    "Channel",
    "Chat",
    "ChatPost",
    "ChatService",
    "MailReport",
    "Message",
    "MessageState",
    "MessageText",
    "MessageTimes",
    "Outcome",
    "Security",
    "Sender",
    "StaffAlert",
    "StaffMails",
    "Suppression",
    "TextReply",
]
