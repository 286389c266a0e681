from enum import StrEnum

class NewGroupSource(StrEnum):
    API = "api"
    EMAIL = "email"
    OTHER = "other"
    PHONE = "phone"
    WALK_IN = "walk_in"

    def __str__(self) -> str:
        return str(self.value)
