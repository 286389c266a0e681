from enum import StrEnum

class PublishBodyBasis(StrEnum):
    BOOKING = "booking"
    VISIT = "visit"

    def __str__(self) -> str:
        return str(self.value)
