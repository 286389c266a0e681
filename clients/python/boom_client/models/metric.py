from enum import StrEnum

class Metric(StrEnum):
    BOOKINGS = "bookings"
    ROOMS = "rooms"

    def __str__(self) -> str:
        return str(self.value)
