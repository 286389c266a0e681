"""Stylesheets, scripts, icons and vendored files: whole, within their budgets, what they are said to be."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from boom.gallery import night
from boom.management.commands.build_css import build
from boom.staticfiles import CannotSlim, slim
from tools import vendor

STATIC = Path(settings.BASE_DIR) / "static"
JS = STATIC / "js"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
IMPORT = re.compile(r"""^import (?:.+ from )?"\./(.+)";$|^import (?:.+ from )?"(\.\./.+)";$""", re.MULTILINE)
# Kilobytes, gzipped, as a phone gets them (docs: the design's budgets).
HTMX = 13.4
PUBLIC_CSS, PUBLIC_JS = 14, 20
# The platform's own pages show the board as it is, so they carry its styles beside their own.
PLATFORM_CSS = 18
DASHBOARD_CSS, DASHBOARD_JS = 16, 20
# Fetched once the dashboard can be used.
DASHBOARD_LATER = 6
CROWDED_BOARD = 20


LATER = re.compile(r"""import\("\./(.+?)"\)""")


def shared(entries: list[str]) -> float:
    """What modules that come later need of those that are there already."""
    here = modules_of(JS / "dashboard.js")
    there = [module for entry in entries for module in modules_of(JS / entry) if module in here]
    return sum(kilobytes(slim(module.read_text()).encode()) for module in there)


def kilobytes(data: bytes) -> float:
    return len(gzip.compress(data, 9)) / 1000


def modules_of(entry: Path) -> set[Path]:
    """A module and all it imports."""
    found: set[Path] = set()
    waiting = [entry]
    while waiting:
        module = waiting.pop().resolve()
        if module in found:
            continue
        found.add(module)
        waiting += [module.parent / (here or up) for here, up in IMPORT.findall(module.read_text())]
    return found


def weight(entry: str) -> float:
    return sum(kilobytes(slim(module.read_text()).encode()) for module in modules_of(JS / entry))


def test_the_stylesheets_build_and_stay_within_their_budgets(tmp_path):
    shutil.copytree(STATIC / "css", tmp_path / "css")

    sizes = {name: zipped / 1000 for name, _, zipped in build(tmp_path)}

    assert sizes["guest.css"] <= PUBLIC_CSS
    assert sizes["staff.css"] <= DASHBOARD_CSS
    assert sizes["app.css"] <= PLATFORM_CSS
    for name in sizes:
        addresses = re.findall(r"url\(([^)]+)\)", (tmp_path / "dist" / name).read_text())
        assert addresses
        assert all((STATIC / "dist" / address.strip("\"'")).resolve().is_file() for address in addresses)


def test_scripts_stay_within_their_budgets():
    assert weight("public.js") + HTMX <= PUBLIC_JS
    assert weight("site.js") + HTMX <= PUBLIC_JS
    assert weight("dashboard.js") <= DASHBOARD_JS
    later = LATER.findall((JS / "dashboard.js").read_text())
    assert later
    assert sum(weight(name) for name in later) - shared(later) <= DASHBOARD_LATER
    assert weight("floor.js") <= DASHBOARD_JS


def test_a_crowded_board_stays_within_its_budget():
    html = render_to_string("bookings/board/board.html", {"board": night.crowded()})

    assert html.count('<li class="ev ') == 300
    assert kilobytes(html.encode()) <= CROWDED_BOARD
    assert len(re.findall(r"<[a-z]", html)) <= 3000


def test_slimming_takes_whole_lines_only():
    source = (
        '// what\n/**\n * Says hello.\n */\nexport function hello() {\n  // why\n  return "a // b";\n}\n\n'
    )

    assert slim(source) == 'export function hello() {\nreturn "a // b";\n}\n'


def test_a_text_over_several_lines_is_refused():
    with pytest.raises(CannotSlim):
        slim("const text = `one\n  two`;\n")


@pytest.mark.parametrize("module", sorted(JS.rglob("*.js")), ids=lambda path: path.name)
def test_every_module_can_be_slimmed_and_imports_what_exists(module):
    assert slim(module.read_text())
    assert all(found.is_file() for found in modules_of(module))


def test_every_module_is_reached_from_an_entry():
    entries = [
        JS / name
        for name in (
            "dashboard.js",
            "api_reference.js",
            "framed.js",
            "floor.js",
            "public.js",
            "site.js",
            "sign_up.js",
            "waitlist.js",
            "display.js",
            "kiosk.js",
            "measuring.js",
            "proof_worker.js",
            *LATER.findall((JS / "dashboard.js").read_text()),
            *LATER.findall((JS / "public.js").read_text()),
        )
        if (JS / name).exists()
    ]
    reached = set().union(*(modules_of(entry) for entry in entries))

    assert {path.resolve() for path in JS.rglob("*.js")} - reached == set()


def test_every_icon_a_template_names_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "vendor" / "icons.svg").read_text()))
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'\bicon(?:=| )"([\w-]+)"', path.read_text())
    }

    assert "check" in named
    assert named - sprite == set()


def test_the_vendored_files_are_the_recorded_ones(monkeypatch):
    monkeypatch.setattr("sys.argv", ["vendor.py", "--check"])

    assert vendor.main() == 0


def test_a_changed_vendored_file_is_noticed(tmp_path, monkeypatch):
    shutil.copytree(STATIC / "vendor", tmp_path / "vendor")
    (tmp_path / "vendor" / "icons.svg").write_text("<svg/>")
    monkeypatch.setattr(vendor, "VENDOR", tmp_path / "vendor")
    monkeypatch.setattr("sys.argv", ["vendor.py", "--check"])

    assert vendor.main() == 1


@pytest.mark.parametrize("source", sorted((STATIC / "css").rglob("*.css")), ids=lambda path: path.name)
def test_a_stylesheet_uses_only_tokens_there_are(source):
    css = "".join(path.read_text() for path in (STATIC / "css").rglob("*.css"))
    set_somewhere = set(re.findall(r"(--[\w-]+)\s*:", css))

    used = set(re.findall(r"var\((--[\w-]+)", source.read_text()))

    assert used - set_somewhere == set()
