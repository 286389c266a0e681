from enum import StrEnum

class VenueKind(StrEnum):
    ESCAPE = "escape"
    KARAOKE = "karaoke"
    LANES = "lanes"
    MEETING = "meeting"
    OTHER = "other"
    STUDIO = "studio"

    def __str__(self) -> str:
        return str(self.value)
