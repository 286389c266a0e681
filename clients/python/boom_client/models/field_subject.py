from enum import StrEnum

class FieldSubject(StrEnum):
    BOOKING = "booking"
    ROOM = "room"

    def __str__(self) -> str:
        return str(self.value)
