"""What guests are told beside news of their booking: Boom's words, and what a text of them may use.

The placeholders and blocks of each; those of letters about a booking are in `notifications.words`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as word

from bookings.confirmation import PLACEHOLDERS as OF_BOOKINGS

Words = str | Promise

VALUES: dict[str, Words] = {
    "greeting": _("Hello, with the name of whoever reads it"),
    "customerName": _("the name of whoever reads it"),
    "businessName": OF_BOOKINGS["businessName"],
    "when": _("the day, and from when to when"),
    "roomName": OF_BOOKINGS["roomName"],
    "partySize": OF_BOOKINGS["partySize"],
    "totalPrice": OF_BOOKINGS["totalPrice"],
    "confirmationCode": OF_BOOKINGS["confirmationCode"],
    "days": _("the days that somebody waits for"),
    "wish": _("when, how long, for how many and where they would come"),
    "until": _("until when it is good"),
    "amount": _("the sum"),
    "tooLate": _("the sum, where it came too late for the slot"),
    "tooMuch": _("the sum, where it was more than was due"),
    "message": _("the words that somebody wrote along"),
    "sentTo": _("the address that the voucher was sent to"),
    "fromName": _("whom the voucher is from, or Somebody"),
    "hostName": _("who invites, or Somebody"),
    "link": _("the address that the button leads to"),
}
BLOCKS: dict[str, Words] = {
    "details": _("when, which room and where, as a table"),
    "code": _("the voucher’s code, large"),
    "button": _("the button of this message, and its address"),
    "contact": _("how you are reached, your name and page"),
}
ALWAYS = ("greeting", "customerName", "businessName")


@dataclass(frozen=True, slots=True)
class Wording:
    """Boom's words for one message, and the names (placeholders and blocks) that it has beside ALWAYS."""

    subject: str
    body: str
    names: tuple[str, ...]

    def known(self, *, with_blocks: bool) -> dict[str, Words]:
        """What a text of it may use, each with what it stands for."""
        names = (*ALWAYS, *self.names)
        blocks = {name: BLOCKS[name] for name in names if name in BLOCKS} if with_blocks else {}
        return blocks | {name: VALUES[name] for name in names if name in VALUES}


PAY_LINK = "payment.link_asked"
MAILS: dict[str, Wording] = {
    "waitlist.joined": Wording(
        word("You’re on the waiting list at {{businessName}}: {{days}}"),
        word(
            "{{greeting}}\n\nYou are on the waiting list at {{businessName}} for {{days}}: {{wish}}.\n\n"
            "When something frees up that fits, we keep it for you alone for a while and write to you.\n\n"
            "{{button}}\n\n"
            "Did somebody else give your address? Leave the list there, and you hear no more of it.\n\n"
            "{{contact}}"
        ),
        ("days", "wish", "link", "button", "contact"),
    ),
    "waitlist.offered": Wording(
        word("Free for you until {{until}}: {{when}} at {{businessName}}"),
        word(
            "{{greeting}}\n\nA room at {{businessName}} is free for you. We keep it for you alone until "
            "{{until}}.\n\n{{details}}\n\n{{button}}\n\n"
            "If you do nothing, the next in line is asked, and you keep your place.\n\n{{contact}}"
        ),
        ("until", "when", "roomName", "partySize", "totalPrice", "link", "details", "button", "contact"),
    ),
    PAY_LINK: Wording(
        word("{{businessName}}: {{amount}} to pay"),
        word(
            "{{greeting}}\n\n{{amount}} is to be paid for {{roomName}}, {{when}}.\n\n{{message}}\n\n"
            "{{button}}\n\n"
            "The link is good until {{until}}. Whoever has it can pay by it, and see nothing else.\n\n"
            "{{contact}}"
        ),
        ("amount", "roomName", "when", "message", "until", "link", "button", "contact"),
    ),
    "payment.sent_back": Wording(
        word("{{amount}} goes back to your card"),
        word(
            "{{greeting}}\n\n{{#if tooLate}}your payment of {{amount}} for {{roomName}}, {{when}}, reached "
            "us after we could keep the slot, and somebody else has it by now. Nothing is booked.{{/if}}"
            "{{#if tooMuch}}you paid {{amount}} more for {{roomName}}, {{when}}, than was due.{{/if}}\n\n"
            "{{amount}} goes back to the card you paid with. Banks take some days to show it.\n\n"
            "{{button}}\n\n{{contact}}"
        ),
        ("amount", "tooLate", "tooMuch", "roomName", "when", "link", "button", "contact"),
    ),
    "payment.given_as_voucher": Wording(
        word("{{businessName}}: your gift voucher over {{amount}}"),
        word(
            "{{greeting}}\n\n{{businessName}} gives {{amount}} of your booking {{confirmationCode}} back as "
            "a gift voucher.\n\n{{code}}\n\n{{#if until}}It is good until {{until}}. {{/if}}"
            "Type the code as you book. What is left after a visit stays on it for the next.\n\n"
            "{{button}}\n\n{{contact}}"
        ),
        ("amount", "confirmationCode", "until", "link", "code", "button", "contact"),
    ),
    "voucher.sold": Wording(
        word("Your gift voucher for {{businessName}}"),
        word(
            "{{greeting}}\n\nthank you: you bought a gift voucher over {{amount}} for {{businessName}}.\n\n"
            "{{code}}\n\n{{#if until}}It is good until {{until}}. {{/if}}"
            "Type the code as you book. What is left after a visit stays on it for the next.\n\n"
            "{{#if sentTo}}We have sent it to {{sentTo}}, with your message.\n\n{{/if}}"
            "{{button}}\n\n{{contact}}"
        ),
        ("amount", "until", "sentTo", "link", "code", "button", "contact"),
    ),
    "voucher.given": Wording(
        word("A gift voucher for {{businessName}}"),
        word(
            "{{greeting}}\n\n{{fromName}} gives you a gift voucher over {{amount}} for {{businessName}}.\n\n"
            "{{message}}\n\n"
            "{{code}}\n\n{{#if until}}It is good until {{until}}. {{/if}}"
            "Type the code as you book. What is left after a visit stays on it for the next.\n\n"
            "{{button}}\n\n{{contact}}"
        ),
        ("amount", "fromName", "message", "until", "link", "code", "button", "contact"),
    ),
    "voucher.given_back": Wording(
        word("{{businessName}}: {{amount}} for your gift voucher goes back to your card"),
        word(
            "{{greeting}}\n\n{{businessName}} gives {{amount}} for your gift voucher back to the card you "
            "paid with. Banks take some days to show it.\n\nThe voucher pays for nothing any more.\n\n"
            "{{button}}\n\n{{contact}}"
        ),
        ("amount", "link", "button", "contact"),
    ),
    "invitee.invited": Wording(
        word("{{hostName}} invites you to {{businessName}}: {{when}}"),
        word(
            "{{greeting}}\n\n{{hostName}} has booked a room at {{businessName}} and invites you.\n\n"
            "{{details}}\n\n{{button}}\n\n"
            "Don’t know who this is from? Leave it, and you hear no more of it.\n\n{{contact}}"
        ),
        ("hostName", "when", "roomName", "link", "details", "button", "contact"),
    ),
    "invitee.news": Wording(
        word("Changed: your visit to {{businessName}}, {{when}}"),
        word(
            "{{greeting}}\n\nThe visit to {{businessName}} that you said yes to has changed. This is how it "
            "stands now:\n\n{{details}}\n\n{{button}}\n\n{{contact}}"
        ),
        ("hostName", "when", "roomName", "link", "details", "button", "contact"),
    ),
    "invitee.off": Wording(
        word("Called off: your visit to {{businessName}}, {{when}}"),
        word(
            "{{greeting}}\n\nThe visit to {{businessName}} that you said yes to is called off: {{when}}, "
            "{{roomName}}. Nothing is asked of you.\n\n{{contact}}"
        ),
        ("hostName", "when", "roomName", "contact"),
    ),
    "customers.link_asked": Wording(
        word("Your bookings at {{businessName}}"),
        word(
            "{{greeting}}\n\nhere are all your bookings at {{businessName}}, past and coming.\n\n"
            "{{button}}\n\n"
            "The link is good for a day. If you did not ask for it, do nothing: nobody else has it."
        ),
        ("link", "button"),
    ),
}
TEXTS: dict[str, Wording] = {
    PAY_LINK: Wording(
        "",
        word("{{businessName}}: {{amount}} to pay for {{when}}, by {{until}}. {{message}} {{link}}"),
        ("amount", "roomName", "when", "message", "until", "link"),
    ),
}
