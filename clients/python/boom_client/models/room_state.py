from enum import StrEnum

class RoomState(StrEnum):
    ACTIVE = "active"
    ARCHIVED = "archived"
    DRAFT = "draft"
    HIDDEN = "hidden"

    def __str__(self) -> str:
        return str(self.value)
