from enum import StrEnum

class ListBasis(StrEnum):
    BOOKING = "booking"
    VISIT = "visit"

    def __str__(self) -> str:
        return str(self.value)
