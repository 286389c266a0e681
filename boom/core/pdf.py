"""Pages to print: fonts, page set-up and a table, shared by everything Boom makes as PDF.

The fonts lie beside this module, so that a file looks the same on every machine. They hold Latin, Greek,
Cyrillic, Hebrew and Arabic letters. Chinese, Japanese and Korean come from the machine's Noto fonts, which
the image has; a letter that no font has prints as an empty box, never as an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, TextEmphasis, VAlign, XPos, YPos
from fpdf.fonts import FontFace, TTFFont

FONTS = Path(__file__).parent / "fonts"
FAMILY, WIDER_FAMILY = "DejaVu", "Noto CJK"
# Where Debian (and our image), Fedora and Arch keep it; twenty megabytes are not ours to carry along.
WIDER = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc"),
)
# The first sign of those scripts (CJK radicals); loading the font takes a third of a second.
FIRST_WIDE = "\u2e80"
MARGIN_MM = 12
FOOT_MM = 10
INK, FAINT, RULE = 30, 105, 205
LINE_MM = 4.2
# XML and PDF know no control characters but white space; a name may hold one all the same.
CONTROLS = {code: None for code in range(32) if code not in (9, 10, 13)}

Align = Literal["LEFT", "RIGHT", "CENTER"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its share of the width, and which way it is set."""

    heading: str
    width: int
    align: Align = "LEFT"
    is_bold: bool = False


class Page(FPDF):
    """An A4 document with a title on its first page and "printed … · page 1 of 3" at the foot of each."""

    def __init__(self, *, title: str, foot: str = "", landscape: bool = False, language: str = "en") -> None:
        super().__init__(orientation="landscape" if landscape else "portrait", unit="mm", format="A4")
        self._foot, self._is_wide = foot, False
        self.add_font(FAMILY, "", FONTS / "DejaVuSansCondensed.ttf")
        self.add_font(FAMILY, "B", FONTS / "DejaVuSansCondensed-Bold.ttf")
        self.set_title(clean(title))
        self.set_creator("Boom")
        self.set_lang(language)
        self.set_margins(MARGIN_MM, MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=MARGIN_MM + FOOT_MM)
        self.alias_nb_pages()
        self.add_page()

    def footer(self) -> None:
        """FPDF's hook: the foot of every page."""
        self.set_y(-MARGIN_MM - LINE_MM)
        self._ink(8, FAINT)
        self.cell(self.epw / 2, LINE_MM, self.ready(self._foot))
        self.cell(self.epw / 2, LINE_MM, f"{self.page_no()} / {{nb}}", align="R")

    def heading(self, words: str, *, detail: str = "") -> None:
        """The page's name in large letters, and a line of detail below it."""
        self._line(words, 17, INK, bold=True, height=8)
        if detail:
            self._line(detail, 9.5, FAINT, height=5.5)
        self.ln(2)

    def section(self, words: str) -> None:
        """The name of a part of the page; it keeps some of that part on its page."""
        if self.will_page_break(24):
            self.add_page()
        self.ln(2)
        self._line(words, 11, INK, bold=True, height=6.5)

    def words(self, words: str, *, faint: bool = False) -> None:
        """A paragraph."""
        self._line(words, 9.5, FAINT if faint else INK, height=5)

    def rows(self, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, size: float = 8.5) -> None:
        """A table whose headings come again on each page; a row is never torn in two."""
        self._ink(size, INK)
        self.set_draw_color(RULE)
        self.set_line_width(0.2)
        with self.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            col_widths=tuple(column.width for column in columns),
            text_align=tuple(column.align for column in columns),
            headings_style=FontFace(emphasis=TextEmphasis.B, color=FAINT, size_pt=size - 0.5),
            line_height=LINE_MM,
            padding=(0.9, 1.2),
            v_align=VAlign.T,
            width=self.epw,
        ) as table:
            table.row([self.ready(column.heading) for column in columns])
            bold = FontFace(emphasis=TextEmphasis.B)
            for cells in rows:
                row = table.row()
                for column, cell in zip(columns, cells, strict=True):
                    row.cell(self.ready(cell), style=bold if column.is_bold else None)

    def as_bytes(self) -> bytes:
        """The finished file; nothing can be added any more."""
        try:
            return bytes(self.output())
        finally:
            for font in self.fonts.values():
                # Read from the file until the last letter is known.
                if isinstance(font, TTFFont):
                    font.close()

    def ready(self, words: str) -> str:
        """Text that this document can print: cleaned, and the font it needs loaded."""
        if not self._is_wide and words and max(words) >= FIRST_WIDE:
            self._is_wide = True
            font = next((path for path in WIDER if path.exists()), None)
            if font is not None:
                self.add_font(WIDER_FAMILY, "", font)
                self.set_fallback_fonts([WIDER_FAMILY], exact_match=False)
        return clean(words)

    def _line(self, words: str, size: float, ink: int, *, bold: bool = False, height: float) -> None:
        self._ink(size, ink, bold=bold)
        self.multi_cell(
            self.epw,
            height,
            self.ready(words),
            align="L",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
            markdown=False,
        )

    def _ink(self, size: float, grey: int, *, bold: bool = False) -> None:
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(grey)


def clean(words: str) -> str:
    """Text without what cannot be printed."""
    return words.translate(CONTROLS)
