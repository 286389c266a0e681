from enum import StrEnum

class RestorePriceRuleKind(StrEnum):
    ADD_ONS = "add-ons"
    CHANGES = "changes"
    CODES = "codes"
    CUSTOMERS = "customers"
    DEPOSITS = "deposits"
    FEES = "fees"
    PACKAGES = "packages"
    TAXES = "taxes"

    def __str__(self) -> str:
        return str(self.value)
