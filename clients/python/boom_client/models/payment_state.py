from enum import StrEnum

class PaymentState(StrEnum):
    FAILED = "failed"
    PENDING = "pending"
    REVERSED = "reversed"
    TAKEN = "taken"

    def __str__(self) -> str:
        return str(self.value)
