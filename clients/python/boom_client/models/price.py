from enum import StrEnum

class Price(StrEnum):
    KEEP = "keep"
    NEW = "new"
    USUAL = "usual"

    def __str__(self) -> str:
        return str(self.value)
