from enum import StrEnum

class Status(StrEnum):
    BLOCKED = "blocked"
    CANCELLED = "cancelled"
    CHECKED_IN = "checked_in"
    COMPLETED = "completed"
    CONFIRMED = "confirmed"
    EXPIRED = "expired"
    HELD = "held"
    NO_SHOW = "no_show"
    PENDING = "pending"
    RELEASED = "released"

    def __str__(self) -> str:
        return str(self.value)
