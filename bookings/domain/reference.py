"""The code of a booking that people say over the phone: six characters, shown as ABC-DEF.

The alphabet has one character of each pair that looks alike (0/O, 1/I/L, 2/Z, 5/S, 8/B, V/U, 0/Q) and no
vowels, so that no word comes out. 25 characters give 244 million codes; a code is a name, never a key: it
opens nothing by itself.
"""

from random import Random

ALPHABET = "0123456789CDFGHJKMNPRTVWX"
LENGTH = 6
LOOK_ALIKES = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8", "U": "V"})
SEPARATORS = str.maketrans("", "", " -–—.\t\u00a0\u2011")


class NotAReference(ValueError):
    """The text cannot be a booking reference, however it is read."""

    def __init__(self, text: str) -> None:
        super().__init__("A booking reference has six letters or digits, such as C4D-7KX.")
        self.text = text


def generate(source: Random) -> str:
    """Give a new reference, without its hyphen; whether it is taken, the database says."""
    return "".join(source.choice(ALPHABET) for _ in range(LENGTH))


def parse(text: str) -> str:
    """Give the reference someone typed, as it is stored.

    Case, spaces and hyphens do not matter, and a character that only looks like one of ours is taken for it.
    Raises NotAReference.
    """
    reference = text.strip().translate(SEPARATORS).upper().translate(LOOK_ALIKES)
    if len(reference) != LENGTH or not set(reference) <= set(ALPHABET):
        raise NotAReference(text)
    return reference


def shown(reference: str) -> str:
    """Give a stored reference as people see it: ABC-DEF."""
    return f"{reference[: LENGTH // 2]}-{reference[LENGTH // 2 :]}"


def near(text: str) -> list[str]:
    """Every reference that differs from the typed one by one character, or by two that changed places.

    Itself first; empty for what is no reference. Some 150, so that a look-up by key finds them at once.
    """
    try:
        reference = parse(text)
    except NotAReference:
        return []
    swapped = (
        reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]
        for place in range(LENGTH - 1)
    )
    replaced = (
        reference[:place] + character + reference[place + 1 :]
        for place in range(LENGTH)
        for character in ALPHABET
    )
    return list(dict.fromkeys([reference, *swapped, *replaced]))
