from enum import StrEnum

class ChangedCustomerContactBy(StrEnum):
    EMAIL = "email"
    NOBODY = "nobody"
    PHONE = "phone"
    TEXT = "text"
    VALUE_0 = ""

    def __str__(self) -> str:
        return str(self.value)
