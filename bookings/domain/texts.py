"""A small, safe template language for texts that owners write: `{{ name }}` and `{{#if name}} … {{/if}}`.

Nothing of it is code: a name is looked up among values that are handed in, and that is all. Blocks may lie in
blocks. Whatever is wrong is refused when the text is saved, with its line; rendering never fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

LONGEST = 5000
DEEPEST = 5
# One stretch between the braces and nothing beside it that may take the same spaces: several next to each
# other try every way to share a long run of them out, which takes hours.
_TAG = re.compile(r"\{\{([^{}]*)\}\}")
_OPENING = re.compile(r"#if\s+(\S.*)?", re.DOTALL)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,79}")


class TextWrong(ValueError):
    """The text cannot be used; says in which line, and why."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(f"Line {line}: {words}")
        self.line = line


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str  # text, name, if, end
    words: str
    line: int


def check(template: str, known: AbstractSet[str]) -> None:
    """Hold a text to making sense: blocks closed, names known. Raises TextWrong for the first mistake."""
    if len(template) > LONGEST:
        raise TextWrong(
            template[:LONGEST].count("\n") + 1, f"keep the whole text under {LONGEST} characters."
        )
    open_at: list[int] = []
    for piece in _pieces(template):
        if piece.kind == "end":
            if not open_at:
                raise TextWrong(piece.line, "this {{/if}} closes nothing.")
            open_at.pop()
            continue
        if piece.kind == "text":
            _refuse_marks(piece)
            continue
        if not _NAME.fullmatch(piece.words) or piece.words not in known:
            raise TextWrong(piece.line, f"there is no placeholder called “{piece.words}”.")
        if piece.kind == "if":
            open_at.append(piece.line)
            if len(open_at) > DEEPEST:
                raise TextWrong(piece.line, f"blocks may lie {DEEPEST} deep.")
    if open_at:
        raise TextWrong(open_at[-1], "this {{#if}} is never closed with {{/if}}.")


def render(template: str, values: Mapping[str, str]) -> str:
    """The text with its values; a name without one is empty, and so is a block about it. Never raises."""
    out: list[str] = []
    # Whether each block we are in is shown.
    shown: list[bool] = []
    for piece in _pieces(template):
        if piece.kind == "if":
            shown.append(bool(values.get(piece.words, "").strip()))
        elif piece.kind == "end":
            if shown:
                shown.pop()
        elif all(shown):
            out.append(piece.words if piece.kind == "text" else values.get(piece.words, ""))
    return "".join(out)


def names_in(template: str) -> list[str]:
    """The placeholders a text uses, each once, in order."""
    return list(dict.fromkeys(piece.words for piece in _pieces(template) if piece.kind in {"name", "if"}))


def _pieces(template: str) -> Iterator[_Piece]:
    at, line = 0, 1
    for tag in _TAG.finditer(template):
        before = template[at : tag.start()]
        if before:
            yield _Piece("text", before, line)
        line += before.count("\n")
        kind, words = _read(tag[1])
        yield _Piece(kind, words, line)
        line += tag[0].count("\n")
        at = tag.end()
    if at < len(template):
        yield _Piece("text", template[at:], line)


def _read(inside: str) -> tuple[str, str]:
    """What a tag is, and the name in it."""
    words = inside.strip()
    if words.startswith("/if"):
        return "end", words.removeprefix("/if").strip()
    opening = _OPENING.fullmatch(words)
    return ("if", opening[1] or "") if opening else ("name", words)


def _refuse_marks(piece: _Piece) -> None:
    """Plain text has no braces in pairs: whoever typed them meant a placeholder."""
    places = [piece.words.find(mark) for mark in ("{{", "}}") if mark in piece.words]
    if places:
        line = piece.line + piece.words[: min(places)].count("\n")
        raise TextWrong(line, "a placeholder looks like {{ customerName }}.")
