from enum import StrEnum

class MessageState(StrEnum):
    DEAD = "dead"
    DUE = "due"
    FAILED = "failed"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"

    def __str__(self) -> str:
        return str(self.value)
