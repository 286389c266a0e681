"""Tables of the booking side, one module a noun."""

from bookings.models.customers import Customer
from bookings.models.links import ManageLink
from bookings.models.occupancy import Block, Booking, Occupancy, Source
from bookings.models.opening import OpeningHours, SpecialDay, SpecialHours
from bookings.models.photos import Photo, RoomPhoto
from bookings.models.rooms import Readiness, Room, RoomReadiness, RoomState
from bookings.models.venues import GapRule, Venue

__all__ = [
    "Block",
    "Booking",
    "Customer",
    "GapRule",
    "ManageLink",
    "Occupancy",
    "OpeningHours",
    "Photo",
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
