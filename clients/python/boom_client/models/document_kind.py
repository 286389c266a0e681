from enum import StrEnum

class DocumentKind(StrEnum):
    CREDIT_NOTE = "credit_note"
    INVOICE = "invoice"
    RECEIPT = "receipt"
    REVERSAL = "reversal"

    def __str__(self) -> str:
        return str(self.value)
