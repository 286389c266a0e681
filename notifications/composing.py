"""From one text to a mail's two forms: placeholders filled in, blocks in their place, the page styled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from bookings.domain import texts
from boom.brand import Palette, derive

# Marks of our own around a block's name, from Unicode's private area: no value may bring any along.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([A-Za-z]+){_CLOSE}")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Block:
    """More than a word: what stands for it in plain text, and on the page."""

    text: str
    html: SafeString


def block_of(name: str, context: Mapping[str, Any]) -> Block:
    """The block that stands in two templates, below emails/."""
    path = f"emails/{name}"
    text = render_to_string(f"{path}.txt", dict(context)).strip()
    return Block(text, render_to_string(f"{path}.html", dict(context)))


def compose(body: str, values: Mapping[str, str], blocks: Mapping[str, Block]) -> Block:
    """A text with its values and blocks, in both forms. Values are plain text and are escaped on the page."""
    safe = {name: value.replace(_OPEN, "").replace(_CLOSE, "") for name, value in values.items()}
    marked = texts.render(
        body, safe | {name: f"{_OPEN}{name}{_CLOSE}" for name in blocks if _says(blocks[name])}
    )
    return Block(
        _MARK.sub(lambda mark: blocks[mark[1]].text, marked),
        mark_safe("\n".join(_paragraph(each, blocks) for each in _PARAGRAPHS.split(marked) if each.strip())),  # noqa: S308 - escaped piece by piece
    )


def one_line_of(subject: str, values: Mapping[str, str]) -> str:
    """A subject with its values."""
    return " ".join(texts.render(subject, values).split())


def page(
    words: SafeString, *, business: Any, accent: str, language: str = "en", unsubscribe: str = ""
) -> str:
    """A mail's page around its words, in the venue's colour, with all styles written into the tags."""
    colours = derive(accent)
    is_rtl = language.partition("-")[0] in settings.LANGUAGES_BIDI
    html = render_to_string(
        "emails/page.html",
        {
            "words": words,
            "business": business,
            "language": language,
            "is_rtl": is_rtl,
            "unsubscribe": unsubscribe,
        },
    )
    return inlined(html, day=colours.day, night=colours.night)


def inlined(html: str, *, day: Palette, night: Palette) -> str:
    """The page with the rules of emails/mail.css in its tags: many mail programs drop a stylesheet. What is
    for the dark alone stays one, as no tag can say it.
    """
    css = render_to_string("emails/mail.css", {"accent": day.fill, "on_accent": day.on_fill})
    dark = render_to_string("emails/dark.css", {"accent": night.fill, "on_accent": night.on_fill})
    return _inliner.inline(html.replace("</head>", f"<style>{css}{dark}</style></head>", 1))


# Nothing is ever fetched: not a stylesheet somebody links to, nor a file.
_inliner = css_inline.CSSInliner(
    inline_style_tags=True, keep_style_tags=False, load_remote_stylesheets=False, keep_at_rules=True
)


def _says(block: Block) -> bool:
    return bool(block.text.strip())


def _paragraph(words: str, blocks: Mapping[str, Block]) -> str:
    """A paragraph on the page. A block is none of it: it stands between what is before it and after."""
    pieces = _MARK.split(words)
    made: list[str] = []
    for place, piece in enumerate(pieces):
        if place % 2:
            made.append(blocks[piece].html)
        elif piece.strip():
            made.append(f"<p>{escape(piece.strip()).replace(chr(10), '<br>')}</p>")
    return "\n".join(made)
