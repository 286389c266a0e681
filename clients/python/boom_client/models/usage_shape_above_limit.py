from enum import StrEnum

class UsageShapeAboveLimit(StrEnum):
    BILL = "bill"
    REFUSE = "refuse"
    REFUSE_STAFF = "refuse_staff"

    def __str__(self) -> str:
        return str(self.value)
