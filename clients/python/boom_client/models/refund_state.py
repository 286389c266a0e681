from enum import StrEnum

class RefundState(StrEnum):
    DONE = "done"
    FAILED = "failed"
    PENDING = "pending"
    RETURNED = "returned"

    def __str__(self) -> str:
        return str(self.value)
