"""Names people type, for a room or themselves. Any script is welcome; tricks with characters are not."""

from __future__ import annotations

import unicodedata

from boom.core.errors import Invalid

# Control characters, lone surrogates and unassigned code points; line and paragraph separators.
_REFUSED = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})
# Signs that turn the reading direction round: with them a name can pass for another, or flip a whole line.
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class UnusableLabel(Invalid):
    code = "unusable-label"
    message = "Use letters, digits and ordinary signs."


class EmptyLabel(Invalid):
    code = "empty-label"
    message = "Type at least one letter or digit."


def clean_label(text: str) -> str:
    """A name in its usual form (NFC), trimmed, runs of blanks made one.

    Raises UnusableLabel for control and direction characters, EmptyLabel when nothing would be seen.
    """
    text = unicodedata.normalize("NFC", text).strip()
    if any(char in _DIRECTION or unicodedata.category(char) in _REFUSED for char in text):
        raise UnusableLabel
    text = " ".join(text.split())
    if not any(unicodedata.category(char)[0] in "LN" for char in text):
        raise EmptyLabel
    return text
