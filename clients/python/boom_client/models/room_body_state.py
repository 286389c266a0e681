from enum import StrEnum

class RoomBodyState(StrEnum):
    ACTIVE = "active"
    ARCHIVED = "archived"
    DRAFT = "draft"
    HIDDEN = "hidden"

    def __str__(self) -> str:
        return str(self.value)
