from enum import StrEnum

class Open(StrEnum):
    CLOSED = "closed"
    FULL = "full"
    READ_ONLY = "read_only"
    SUSPENDED = "suspended"

    def __str__(self) -> str:
        return str(self.value)
