"""Every template compiles and keeps to the security policy: nothing inline, nothing that needs eval."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# E-mails have no stylesheet and no policy.
PAGES = sorted(
    path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html") if "emails" not in path.parts
)
COMMENTS = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}", re.DOTALL)
FORBIDDEN = {
    "a style attribute": r"""\sstyle\s*=""",
    "a style element": r"<style",
    "an inline handler": r"""<[^>]*\son[a-z]+\s*=""",
    "hx-on": r"\bhx-on[:\s=-]",
    "a js: value": r"""["'](?:js|javascript):""",
    "a trigger with a filter": r"""hx-trigger\s*=\s*["'][^"']*\[""",
    "an inline script": r"<script(?![^>]*\bsrc=)(?![^>]*application/json)",
    "an attribute htmx 4 dropped": r"\bhx-(?:ext|vars|disabled-elt)\b",
    "another site": r"""(?:src|href)\s*=\s*["']https?://""",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_template_compiles(name):
    assert get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_a_template_has_nothing_the_security_policy_forbids(name):
    source = COMMENTS.sub("", (TEMPLATES / name).read_text())

    found = [what for what, pattern in FORBIDDEN.items() if re.search(pattern, source)]

    assert found == []


@pytest.mark.parametrize(
    ("what", "source"),
    [
        ("a style attribute", '<p style="color: red">'),
        ("an inline handler", '<button class="btn" onclick="go()">'),
        ("hx-on", '<button hx-on:click="go()">'),
        ("a js: value", """<div hx-vals='js:{"a": 1}'>"""),
        ("a trigger with a filter", '<input hx-trigger="keyup[key==1]">'),
        ("an inline script", "<script>go()</script>"),
    ],
)
def test_the_search_finds_what_it_is_for(what, source):
    assert re.search(FORBIDDEN[what], source)
