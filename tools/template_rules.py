"""What a page may not hold under our content security policy: nothing inline, nothing evaluated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

# The template language's own tags may hold anything, and comments say what is forbidden without doing it.
# Both are blanked with equal length, so that places stay where they are.
BLANKED = (
    re.compile(r"\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}", re.DOTALL),
    re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", re.DOTALL),
)
EVALUATED_BY_HTMX = {"hx-vals", "hx-headers", "hx-vars", "hx-request"}
DATA = {"application/json", "application/ld+json", "importmap", "speculationrules"}


@dataclass(frozen=True, slots=True)
class Tag:
    """An opening tag, its names in lower case; lines count from 0, as the tag may go over several."""

    name: str
    attributes: Mapping[str, str]
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class TemplateRule:
    """What no tag of a template may be."""

    name: str
    message: str
    breaks: Callable[[Tag], bool]


def tags(source: str) -> Iterator[Tag]:
    """The opening tags of a template, as a browser would read them without the template language's."""
    for pattern in BLANKED:
        source = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source)
    reader = _Reader()
    reader.feed(source)
    reader.close()
    yield from reader.tags


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        first = self.getpos()[0] - 1
        last = first + (self.get_starttag_text() or "").count("\n")
        self.tags.append(Tag(tag, {name: value or "" for name, value in attrs}, first, last))


def _is_inline_script(tag: Tag) -> bool:
    return tag.name == "script" and "src" not in tag.attributes and tag.attributes.get("type") not in DATA


def _has_event(tag: Tag) -> bool:
    return any(re.fullmatch(r"on[a-z]+", name) for name in tag.attributes)


def _has_htmx_event(tag: Tag) -> bool:
    return any(re.match(r"(data-)?hx-on\b", name) for name in tag.attributes)


def _is_evaluated(tag: Tag) -> bool:
    values = (
        value for name, value in tag.attributes.items() if name.removeprefix("data-") in EVALUATED_BY_HTMX
    )
    return any(re.match(r"\s*(js|javascript):", value) for value in values)


def _is_script_address(tag: Tag) -> bool:
    return any(value.strip().lower().startswith("javascript:") for value in tag.attributes.values())


TEMPLATE_RULES = (
    TemplateRule("inline-style", "put it into a stylesheet", lambda tag: tag.name == "style"),
    TemplateRule("inline-script", "put it into a module, its data into json_script", _is_inline_script),
    TemplateRule("style-attribute", "use a class", lambda tag: "style" in tag.attributes),
    TemplateRule("event-attribute", "let a module listen, found by data-*", _has_event),
    TemplateRule("htmx-event-attribute", "let a module listen to htmx's events", _has_htmx_event),
    TemplateRule("htmx-evaluates", "htmx runs with eval off: send the value itself", _is_evaluated),
    TemplateRule("script-address", "an address must not be a script", _is_script_address),
)
