"""Refusals of the booking side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bookings.domain.blockers import Blocker, are_soft
from bookings.domain.pricing.quotes import Problem
from boom.core.errors import Conflict, Invalid, LimitReached, NotFound
from boom.core.money import Money


class SlotTaken(Conflict):
    """Somebody else has the room then. `details["alternatives"]`: the nearest free ones."""

    code = "slot-taken"
    message = "That time has just been taken."


class TurnoverTooShort(SlotTaken):
    """Nobody overlaps, but the time between two bookings is too short to clean up."""

    code = "turnover-too-short"
    message = "That is too close to another booking to get the room ready in between."


# Which refusal each exclusion constraint means.
OVERLAPS: dict[str, type[SlotTaken]] = {
    "occupancy_no_overlap": SlotTaken,
    "occupancy_kept_after": TurnoverTooShort,
    "occupancy_kept_before": TurnoverTooShort,
    # The same for the parts of rooms that are made of others.
    "taken_part_no_overlap": SlotTaken,
    "taken_part_kept_after": TurnoverTooShort,
    "taken_part_kept_before": TurnoverTooShort,
}


class NothingToShowIn(Conflict):
    """No room is open long enough for an example."""

    code = "nothing-to-show-in"
    message = "Examples stand in your own rooms and hours: add a room and opening hours first."


class ExampleIsNobody(Invalid):
    """An address was typed for an example; there is nobody to reach at it."""

    code = "example-is-nobody"
    message = "An example is nobody: it has a name, and no phone or e-mail."


class RulesBroken(Invalid):
    """The venue's rules say no. `blockers` holds every reason; soft ones yield to a reason from staff."""

    code = "rules-broken"

    def __init__(self, blockers: Iterable[Blocker]) -> None:
        self.blockers = list(blockers)
        super().__init__(
            " ".join(blocker.message for blocker in self.blockers),
            details={
                "blockers": [
                    {"code": blocker.code, "message": blocker.message, "hard": blocker.hard}
                    for blocker in self.blockers
                ],
                "overridable": are_soft(self.blockers),
            },
        )


class PictureUnusable(Invalid):
    """What was uploaded is no picture that can be shown."""

    code = "picture-unusable"
    message = "This is no photo we can read. Use a JPEG, PNG or WebP file."


class PictureTooLarge(Invalid):
    """It would take too much memory to look at."""

    code = "picture-too-large"
    message = "This photo has too many pixels. Save it smaller and try again."


class TooManyPhotos(LimitReached):
    """A room shows a handful of pictures."""

    code = "too-many-photos"
    message = "This room has as many photos as it can show."


class PhotoUnknown(NotFound):
    """There is no such picture here."""

    code = "photo-unknown"
    message = "There is no such photo here."


class ChangedMeanwhile(Conflict):
    """Somebody changed the booking since the page was made. `details["changes"]` says who did what."""

    code = "changed-meanwhile"
    message = "Somebody else changed this booking meanwhile."


class FormSentBefore(Conflict):
    """One submission, one booking: this form's key has made another one already."""

    code = "form-sent-before"
    message = "This form was already used for another booking. Reload the page and choose again."


class NotPossibleNow(Conflict):
    """The booking's status does not allow the step."""

    code = "not-possible-now"
    message = "That is no longer possible for this booking."


class NoSuchTime(NotPossibleNow):
    """The clocks jump over the time at which a moved booking would begin."""

    code = "no-such-time"
    message = "That night the clocks leave this time out."


class CartFull(LimitReached):
    """So many rooms and times at once are no single booking any more."""

    code = "cart-full"
    message = "That is as much as can be booked at once. Book this first, or ask the venue."


class HoldExpired(Conflict):
    """The time to type one's details ran out."""

    code = "hold-expired"
    message = "We could not hold the room any longer. Pick a time again."


class NothingToUndo(Conflict):
    code = "nothing-to-undo"
    message = "There is nothing to undo here any more."


class NothingToMend(Conflict):
    """What a look found is not so any more, or there is nothing that would mend it."""

    code = "nothing-to-mend"
    message = "That is in order by now."


class LinkNotGood(NotFound):
    code = "link-not-good"
    message = "This link is no longer good. Ask the venue for a new one."


class DisplayUnknown(NotFound):
    code = "display-unknown"
    message = "There is no such screen."


class KioskUnknown(NotFound):
    code = "kiosk-unknown"
    message = "There is no such kiosk."


class NoSuchCodeHere(Conflict):
    """What was typed at a kiosk is no code of a booking that may go in about now; which, it does not tell."""

    code = "no-such-code-here"
    message = (
        "No booking about now has this code. Look again, or ask the team. Check-in opens an hour before."
    )


class RoomStillInUse(Conflict):
    """A party is in the room that whoever stands at the kiosk has booked."""

    code = "room-still-in-use"
    message = "Your room is still in use. Wait a moment, or ask the team."


class RoomUnknown(NotFound):
    code = "room-unknown"
    message = "There is no such room."


class BookingUnknown(NotFound):
    code = "booking-unknown"
    message = "There is no such booking."


class NoRoomFree(Conflict):
    code = "no-room-free"
    message = "No other room that fits is free for all of that time."


class NotThatLate(Invalid):
    code = "not-that-late"
    message = "Say how many minutes late you will be, up to three hours."


class SeriesUnknown(NotFound):
    code = "series-unknown"
    message = "There is no such series."


class SeriesInTheWay(Conflict):
    """Nights of a series cannot be had as chosen. `details["days"]`: which, as ISO dates."""

    code = "series-in-the-way"
    message = "Something is in the way on some of these nights. Choose what to do with each."


class SeriesChangedMeanwhile(Conflict):
    code = "series-changed-meanwhile"
    message = "Somebody else changed this series meanwhile. This is how it stands now."


class CustomerUnknown(NotFound):
    code = "customer-unknown"
    message = "There is no such customer."


class CustomerChangedMeanwhile(Conflict):
    code = "customer-changed-meanwhile"
    message = "Somebody else changed this customer meanwhile. This is how they stand now."


class CustomerErased(Conflict):
    code = "customer-erased"
    message = "This customer was erased. Nothing is kept about them any more."


class CustomerStillExpected(Conflict):
    code = "customer-still-expected"
    message = "They have bookings to come. Cancel these, or wait until they are over."


class CustomerEmailTaken(Conflict):
    """`details["customer"]` is the key of whoever has the address."""

    code = "customer-email-taken"
    message = "Another customer has that e-mail address."
    field = "email"


class ImportUnknown(NotFound):
    code = "import-unknown"
    message = "There is no such import."


class InviteeUnknown(NotFound):
    code = "invitee-unknown"
    message = "There is nobody like that on the guest list."


class InvitedAlready(Conflict):
    code = "invited-already"
    message = "Somebody with this address is on the list already."


class GuestListFull(LimitReached):
    code = "guest-list-full"
    message = "The guest list is full."


class TooManyInvitations(LimitReached):
    """So many mails of one booking are none that guests ask for."""

    code = "too-many-invitations"
    message = "That many invitations cannot be mailed. Leave the e-mail empty, and send the link yourself."


class MessageUnknown(NotFound):
    code = "message-unknown"
    message = "There is no such message."


class TooLateToRate(Conflict):
    code = "too-late-to-rate"
    message = "It is too long ago to be rated."


class CannotMerge(Conflict):
    code = "cannot-merge"
    message = "These two cannot be merged."


class NotTakenOnline(Conflict):
    """Somebody who is banned wants to book online. The reason is for staff; this says where to turn."""

    code = "not-taken-online"
    message = "We cannot take this booking online. Call the venue, and they will help you."


class BannedAlready(Conflict):
    code = "banned-already"
    message = "They are blocked already."


class BanUnknown(NotFound):
    code = "ban-unknown"
    message = "There is no such block."


class TermsRefused(Invalid):
    """A code, voucher, package or add-on cannot be had for this booking. `problems` says which and why."""

    code = "terms-refused"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        fields: dict[str, str] = {}
        for problem in self.problems:
            fields[problem.field] = " ".join(filter(None, (fields.get(problem.field), problem.message)))
        super().__init__(" ".join(problem.message for problem in self.problems), fields=fields)


class PriceChanged(Conflict):
    """The price is another than the one that was shown. `details["total_minor"]` is what it is now."""

    code = "price-changed"
    message = "The price has changed meanwhile. Look at it again before you go on."


class PriceWouldChange(Conflict):
    """A move would go, at another price: whoever moves it has to say which. `ways` are the prices to choose
    from, that of the move itself first; `agreed` is the present one.
    """

    code = "price-would-change"
    message = "There it costs another price. Say which one it is to be."

    def __init__(self, agreed: Money, ways: Sequence[tuple[str, Money]]) -> None:
        self.agreed = agreed
        self.ways = list(ways)
        prices = [{"price": price, "total_minor": total.minor} for price, total in self.ways]
        super().__init__(details={"agreed_minor": agreed.minor, "ways": prices})


class PromoUsedUp(Conflict):
    code = "promo-used-up"
    message = "This code has been used up."
    field = "promo"


class PromoUsedBefore(Conflict):
    code = "promo-used-before"
    message = "You have used this code as often as it may be."
    field = "promo"


class VoucherSpent(Conflict):
    code = "voucher-spent"
    message = "There is not enough left on this voucher."
    field = "voucher"


class PackSpent(Conflict):
    code = "pack-spent"
    message = "There are not enough prepaid hours left."
    field = "pack"


class PackUnknown(NotFound):
    code = "pack-unknown"
    message = "There are no such prepaid hours."


class PackWithdrawn(Conflict):
    code = "pack-withdrawn"
    message = (
        "Its prepaid hours were withdrawn, so it cannot come back as it was. "
        "Let them pay again first, or make a new booking."
    )
    field = "pack"


class PackOfAnother(Conflict):
    code = "pack-of-another"
    message = (
        "It is paid with prepaid hours of the guest it was for. "
        "Take them off its price first, then give it to somebody else."
    )
    field = "pack"


class AddOnGone(Conflict):
    code = "add-on-gone"
    message = "There are not enough of an add-on left for that time."
    field = "add_ons"


# Whatever may become of what a customer chose beside room and time.
TERMS_REFUSED = (TermsRefused, PromoUsedUp, PromoUsedBefore, VoucherSpent, PackSpent, AddOnGone)

# Which refusal each constraint on what bookings claim means.
CLAIMS: dict[str, type[Conflict]] = {
    "promo_used_within_cap": PromoUsedUp,
    "promo_used_within_customers_cap": PromoUsedBefore,
    "voucher_balance_within_its_worth": VoucherSpent,
    "hour_pack_balance_within_it": PackSpent,
    "add_on_stock_kept": AddOnGone,
}


class WaitlistClosed(Conflict):
    code = "waitlist-closed"
    message = "This venue keeps no waiting list at the moment."


class WaitlistFull(LimitReached):
    code = "waitlist-full"
    message = "The waiting list is full. Call the venue, and they will see what can be done."


class WaitlistEntryUnknown(NotFound):
    code = "waitlist-entry-unknown"
    message = "There is nobody like that on the waiting list."


class WaitOver(Conflict):
    """The entry has ended: accepted, left, removed or past."""

    code = "wait-over"
    message = "This is no longer on the waiting list."


class WaitsAlready(Conflict):
    code = "waits-already"
    message = "They are on the waiting list for those days already."


class OfferOver(Conflict):
    code = "offer-over"
    message = "This offer no longer stands."


class HasOffer(Conflict):
    code = "has-offer"
    message = "They have an offer already and can still answer it."


class WaitingBanned(Conflict):
    """They were blocked from booking online after they joined: they could not accept."""

    code = "waiting-banned"
    message = "They are blocked from booking online, and could not accept an offer."


class NothingFits(Conflict):
    code = "nothing-fits"
    message = "Nothing that they asked for is free."


class ListedUnknown(NotFound):
    """There is no such name on a list about rooms."""

    code = "listed-unknown"
    message = "That is on the list no more."


class FieldUnknown(NotFound):
    """There is no such field of a form."""

    code = "field-unknown"
    message = "There is no such field."


class TermsUnknown(NotFound):
    """There are no such terms, or no such version of them."""

    code = "terms-unknown"
    message = "There are no such terms."


class TermsNotAgreed(Invalid):
    """Somebody books who has not said yes to all that the venue asks for, as it is worded now."""

    code = "terms-not-agreed"
    message = "Read the terms and agree to them to book."
