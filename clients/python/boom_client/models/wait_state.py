from enum import StrEnum

class WaitState(StrEnum):
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    LEFT = "left"
    REMOVED = "removed"
    WAITING = "waiting"

    def __str__(self) -> str:
        return str(self.value)
