from enum import StrEnum

class Method(StrEnum):
    BANK = "bank"
    CARD = "card"
    CASH = "cash"
    CREDIT = "credit"
    TERMINAL = "terminal"
    VOUCHER = "voucher"

    def __str__(self) -> str:
        return str(self.value)
