from enum import StrEnum

class Source(StrEnum):
    API = "api"
    EMAIL = "email"
    IMPORT = "import"
    ONLINE = "online"
    OTHER = "other"
    PHONE = "phone"
    WALK_IN = "walk_in"

    def __str__(self) -> str:
        return str(self.value)
