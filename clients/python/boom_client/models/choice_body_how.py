from enum import StrEnum

class ChoiceBodyHow(StrEnum):
    ANYWAY = "anyway"
    PLACE = "place"
    SKIP = "skip"

    def __str__(self) -> str:
        return str(self.value)
