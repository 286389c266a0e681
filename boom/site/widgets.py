"""A select of hundreds of options, written in one go: Django's renders a template for each, 50 ms in all."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


class LongSelect(forms.Select):
    """Groups of options after a first "choose one"; the lists never change while the process runs."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = str(value or "")
        own = {**self.build_attrs(self.attrs, attrs), "name": name}
        (_, first), *groups = self.choices
        is_first = mark_safe(" selected") if not chosen else ""
        options = _options(tuple((label, tuple(members)) for label, members in groups))
        if chosen:
            # Only a value on offer is in there to be found; anything else leaves the list as it is.
            plain = format_html('<option value="{}">', chosen)
            options = options.replace(plain, format_html('<option value="{}" selected>', chosen), 1)
        return format_html(
            '<select{}><option value=""{}>{}</option>{}</select>',
            flatatt(own),
            is_first,
            first,
            mark_safe(options),  # noqa: S308 - escaped in _options
        )


@cache
def _options(groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]) -> str:
    return "".join(
        format_html(
            '<optgroup label="{}">{}</optgroup>',
            label,
            format_html_join("", '<option value="{}">{}</option>', members),
        )
        for label, members in groups
    )
