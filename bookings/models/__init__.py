"""Tables of the booking side, one module a noun."""

from bookings.models.bans import Ban
from bookings.models.charges import DepositRule, Fee, Tax
from bookings.models.codes import GiftVoucher, PromoCode, PromoUse, VoucherUse
from bookings.models.consents import Consent, ConsentSource, ConsentText, Purpose
from bookings.models.customers import ContactBy, Customer
from bookings.models.displays import Display
from bookings.models.door_codes import DoorCode
from bookings.models.extras import AddOn, BookedAddOn, Package, PackageItem
from bookings.models.fields import FieldAsked, FieldKind, FieldOnly, FieldSubject, FormField
from bookings.models.guests import GuestMessage, Rating
from bookings.models.hour_packs import HourPack, PackUse
from bookings.models.house_terms import AgreedWhere, Agreement, HouseTerms, TermsVersion
from bookings.models.imports import (
    CustomerImport,
    ImportFile,
    ImportKind,
    ImportLine,
    ImportState,
    Outcome,
)
from bookings.models.invitees import Answer, Invitee
from bookings.models.kiosks import Kiosk
from bookings.models.links import CustomerLink, ManageLink
from bookings.models.merges import NotTheSame
from bookings.models.occupancy import Block, Booking, Occupancy, Source
from bookings.models.opening import OpeningHours, SpecialDay, SpecialHours
from bookings.models.parts import RoomPart, TakenPart
from bookings.models.photos import Photo, RoomPhoto
from bookings.models.prices import Adjustment, Holiday, PriceList, Rate
from bookings.models.private_links import PrivateLink, PrivateUse
from bookings.models.room_lists import RoomCategory, RoomFeature
from bookings.models.rooms import Readiness, Room, RoomReadiness, RoomState
from bookings.models.scopes import CustomerClass, RuleState
from bookings.models.series import Series
from bookings.models.venues import GapRule, Venue
from bookings.models.waitlist import OfferState, WaitlistEntry, WaitlistOffer, WaitState

__all__ = [
    "AddOn",
    "Adjustment",
    "AgreedWhere",
    "Agreement",
    "Answer",
    "Ban",
    "Block",
    "BookedAddOn",
    "Booking",
    "Consent",
    "ConsentSource",
    "ConsentText",
    "ContactBy",
    "Customer",
    "CustomerClass",
    "CustomerImport",
    "CustomerLink",
    "DepositRule",
    "Display",
    "DoorCode",
    "Fee",
    "FieldAsked",
    "FieldKind",
    "FieldOnly",
    "FieldSubject",
    "FormField",
    "GapRule",
    "GiftVoucher",
    "GuestMessage",
    "Holiday",
    "HourPack",
    "HouseTerms",
    "ImportFile",
    "ImportKind",
    "ImportLine",
    "ImportState",
    "Invitee",
    "Kiosk",
    "ManageLink",
    "NotTheSame",
    "Occupancy",
    "OfferState",
    "OpeningHours",
    "Outcome",
    "PackUse",
    "Package",
    "PackageItem",
    "Photo",
    "PriceList",
    "PrivateLink",
    "PrivateUse",
    "PromoCode",
    "PromoUse",
    "Purpose",
    "Rate",
    "Rating",
    "Readiness",
    "Room",
    "RoomCategory",
    "RoomFeature",
    "RoomPart",
    "RoomPhoto",
    "RoomReadiness",
    "RoomState",
    "RuleState",
    "Series",
    "Source",
    "SpecialDay",
    "SpecialHours",
    "TakenPart",
    "Tax",
    "TermsVersion",
    "Venue",
    "VoucherUse",
    "WaitState",
    "WaitlistEntry",
    "WaitlistOffer",
]
