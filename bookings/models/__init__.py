"""Tables of the booking side, one module a noun."""

from bookings.models.bans import Ban
from bookings.models.consents import Consent, ConsentSource, ConsentText, Purpose
from bookings.models.customers import ContactBy, Customer
from bookings.models.links import ManageLink
from bookings.models.occupancy import Block, Booking, Occupancy, Source
from bookings.models.opening import OpeningHours, SpecialDay, SpecialHours
from bookings.models.photos import Photo, RoomPhoto
from bookings.models.rooms import Readiness, Room, RoomReadiness, RoomState
from bookings.models.venues import GapRule, Venue

__all__ = [
    "Ban",
    "Block",
    "Booking",
    "Consent",
    "ConsentSource",
    "ConsentText",
    "ContactBy",
    "Customer",
    "GapRule",
    "ManageLink",
    "Occupancy",
    "OpeningHours",
    "Photo",
    "Purpose",
    "Readiness",
    "Room",
    "RoomPhoto",
    "RoomReadiness",
    "RoomState",
    "Source",
    "SpecialDay",
    "SpecialHours",
    "Venue",
]
