from enum import StrEnum

class MeKind(StrEnum):
    API_KEY = "api_key"
    PERSON = "person"

    def __str__(self) -> str:
        return str(self.value)
