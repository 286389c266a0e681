from enum import StrEnum

class Role(StrEnum):
    FRONT_DESK = "front_desk"
    MANAGER = "manager"
    OWNER = "owner"
    VIEWER = "viewer"

    def __str__(self) -> str:
        return str(self.value)
