from enum import StrEnum

class ListBookingsOrder(StrEnum):
    ID = "id"
    STARTS_AT = "starts_at"
    VALUE_1 = "-starts_at"
    VALUE_3 = "-id"

    def __str__(self) -> str:
        return str(self.value)
