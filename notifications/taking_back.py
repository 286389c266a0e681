"""How changes of messages are taken back: not at all. Found by `boom.apps` when Django starts."""

from django.utils.translation import gettext_noop as word

from audit.taking_back import rows_of, stays
from notifications.models import MessageText, MessageTimes, Suppression

stays("notifications_message", word("What was said to a customer cannot be unsaid."))
stays("notifications_broadcast", word("What was said to customers cannot be unsaid."))
stays("notifications_sender", word("Mails went out under it meanwhile. Change it on its page."))
stays("notifications_chat", word("A chat was told meanwhile. Change it on its page, or add it anew."))
stays("notifications_textreply", word("What a guest answered cannot be unsaid."))
stays("notifications_staffmails", word("Each of the team chooses which mails reach them."))
rows_of(Suppression, permission="bookings.change_setup")
rows_of(MessageText, permission="bookings.change_setup")
rows_of(MessageTimes, permission="bookings.change_setup")
