from enum import StrEnum

class FieldOnly(StrEnum):
    DIGITS = "digits"
    LETTERS = "letters"
    PLAIN = "plain"
    VALUE_0 = ""

    def __str__(self) -> str:
        return str(self.value)
