from enum import StrEnum

class ListPaymentsOrder(StrEnum):
    TAKEN_AT = "taken_at"
    VALUE_1 = "-taken_at"

    def __str__(self) -> str:
        return str(self.value)
