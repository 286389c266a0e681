from enum import StrEnum

class NewPaymentMethod(StrEnum):
    BANK = "bank"
    CASH = "cash"
    CREDIT = "credit"
    TERMINAL = "terminal"

    def __str__(self) -> str:
        return str(self.value)
