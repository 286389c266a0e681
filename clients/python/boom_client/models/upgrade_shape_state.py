from enum import StrEnum

class UpgradeShapeState(StrEnum):
    CHANGED = "changed"
    PLANNED = "planned"
    TO_PAY = "to_pay"

    def __str__(self) -> str:
        return str(self.value)
