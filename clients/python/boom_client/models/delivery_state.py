from enum import StrEnum

class DeliveryState(StrEnum):
    DELIVERED = "delivered"
    DUE = "due"
    FAILED = "failed"

    def __str__(self) -> str:
        return str(self.value)
