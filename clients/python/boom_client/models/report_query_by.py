from enum import StrEnum

class ReportQueryBy(StrEnum):
    ROOM = "room"
    SOURCE = "source"
    STATUS = "status"
    WEEKDAY = "weekday"

    def __str__(self) -> str:
        return str(self.value)
