from enum import StrEnum

class FieldKind(StrEnum):
    CHOICE = "choice"
    COLOUR = "colour"
    DATE = "date"
    EMAIL = "email"
    LONG = "long"
    NUMBER = "number"
    PHONE = "phone"
    TEXT = "text"
    TICK = "tick"
    TIME = "time"

    def __str__(self) -> str:
        return str(self.value)
