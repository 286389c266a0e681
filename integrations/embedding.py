"""What a website pastes to show the booking page, and the script it loads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Snippet:
    """Something to paste: what it is for, and its text."""

    name: str
    title: str | Promise
    text: str | Promise
    code: str


@lru_cache(maxsize=1)
def script_text() -> str:
    """The script, as it is in static/embed.js."""
    return (Path(settings.BASE_DIR) / "static" / "embed.js").read_text()


def snippets(script_url: str, *, venue: str = "") -> list[Snippet]:
    """The ways to show the page; `venue` is the slug where a business has several."""
    of = f' data-boom-venue="{escape(venue)}"' if venue else ""
    load = f'<script src="{escape(script_url)}" async></script>'
    book = escape(_("Book a room"))
    return [
        Snippet(
            "inline",
            gettext_lazy("In your page"),
            gettext_lazy("The booking page stands where you paste this, as tall as it needs to be."),
            f'<div data-boom="inline"{of}></div>\n{load}',
        ),
        Snippet(
            "popup",
            gettext_lazy("Behind a link or button of yours"),
            gettext_lazy("It opens over your page."),
            f'<button data-boom="open"{of}>{book}</button>\n{load}',
        ),
        Snippet(
            "button",
            gettext_lazy("A button in the corner"),
            gettext_lazy("On every page that has this; it opens over the page."),
            f'<script src="{escape(script_url)}" data-boom-button="{book}"{of} async></script>',
        ),
    ]
