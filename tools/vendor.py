#!/usr/bin/env python3
"""Refresh static/vendor from npm, pinned by version and hash. Never needed to run or to build Boom.

    python tools/vendor.py            download, check every hash, rewrite static/vendor and VENDOR.md
    python tools/vendor.py --check    only check that the committed files are the recorded ones (offline)
    python tools/vendor.py --trust    as the first, but take the hashes as they come (after a version bump;
                                      read the diff of VENDOR.md before you commit it)

Packages come through `npm pack`, npm's ordinary client, so its registry settings apply.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "static" / "vendor"
FONTS_CSS = ROOT / "static" / "css" / "fonts.css"
LOCK = VENDOR / "vendor.json"

LICENCE_OF_HTMX = "Zero-Clause BSD"
LICENCE_OF_FONTS = "SIL Open Font Licence 1.1"
LICENCE_OF_LUCIDE = "ISC (parts from Feather: MIT)"


@dataclass(frozen=True)
class Package:
    """One npm package: what is taken from it (path in the tarball to path in static/vendor)."""

    name: str
    version: str
    licence: str
    files: dict[str, str]


@dataclass(frozen=True)
class Face:
    """A variable font of @fontsource-variable; one woff2 a subset, fetched by unicode-range."""

    family: str
    package: str
    slug: str
    weights: str
    subsets: tuple[str, ...]


FACES = (
    Face(
        "Geist",
        "@fontsource-variable/geist",
        "geist",
        "100 900",
        ("cyrillic-ext", "cyrillic", "vietnamese", "latin-ext", "latin"),
    ),
    Face(
        "Bricolage",
        "@fontsource-variable/bricolage-grotesque",
        "bricolage-grotesque",
        "200 800",
        ("vietnamese", "latin-ext", "latin"),
    ),
)


def font_files(face: Face) -> dict[str, str]:
    files = {
        f"files/{face.slug}-{subset}-wght-normal.woff2": f"fonts/{face.slug}-{subset}.woff2"
        for subset in face.subsets
    }
    return {**files, "LICENSE": f"licences/{face.slug}.txt"}


PACKAGES = (
    Package(
        "htmx.org",
        "4.0.1",
        LICENCE_OF_HTMX,
        {"dist/htmx.min.js": "htmx-4.0.1.min.js", "LICENSE": "licences/htmx.txt"},
    ),
    *(Package(face.package, "5.3.0", LICENCE_OF_FONTS, font_files(face)) for face in FACES),
    Package("lucide-static", "1.62.0", LICENCE_OF_LUCIDE, {"LICENSE": "licences/lucide.txt"}),
)

# Icons of the sprite, by lucide's names. Add a line to the file and run this tool.
ICONS = (ROOT / "tools" / "icons.txt").read_text().split()

UNICODE_RANGE = r"/\* {slug}-(?P<subset>[a-z-]+)-wght-normal \*/.*?unicode-range: (?P<range>[^;]+);"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="check the committed files, download nothing")
    parser.add_argument("--trust", action="store_true", help="record new hashes instead of checking them")
    options = parser.parse_args()
    recorded: dict[str, str] = json.loads(LOCK.read_text())["files"] if LOCK.exists() else {}
    if options.check:
        return report(differences(recorded))
    with tempfile.TemporaryDirectory() as folder:
        unpacked = {package.name: unpack(package, Path(folder)) for package in PACKAGES}
        for package in PACKAGES:
            copy_files(package, unpacked[package.name])
        (VENDOR / "icons.svg").write_text(sprite(unpacked["lucide-static"] / "icons"))
        FONTS_CSS.write_text(fonts_css(unpacked))
    found = {name: sha256(VENDOR / name) for name in vendored_names()}
    if not options.trust and found != recorded:
        wrong = sorted({name for name, _ in found.items() ^ recorded.items()})
        return report([f"{name}: not the recorded hash" for name in wrong])
    LOCK.write_text(json.dumps({"files": found}, indent=2) + "\n")
    (VENDOR / "VENDOR.md").write_text(vendor_md(found))
    return 0


def unpack(package: Package, folder: Path) -> Path:
    """Download one package with npm and give back the folder it was unpacked into."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    target = folder / package.name.replace("/", "+")
    with tarfile.open(folder / packed.stdout.strip().splitlines()[-1]) as tarball:
        tarball.extractall(target, filter="data")
    return target / "package"


def copy_files(package: Package, source: Path) -> None:
    for inside, outside in package.files.items():
        target = VENDOR / outside
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((source / inside).read_bytes())


def sprite(folder: Path) -> str:
    """One SVG with a <symbol> an icon; `{% icon "name" %}` refers to it by #name."""
    symbols = [symbol(name, (folder / f"{name}.svg").read_text()) for name in sorted(ICONS)]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""])


def symbol(name: str, svg: str) -> str:
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    if drawing is None:
        raise SystemExit(f"{name}.svg is not a lucide drawing")
    paths = re.sub(r"\s+", " ", drawing[1]).replace(" />", "/>").replace("> <", "><").strip()
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
        f'stroke-linecap="round" stroke-linejoin="round">{paths}</symbol>'
    )


def fonts_css(unpacked: dict[str, Path]) -> str:
    """@font-face rules with the unicode ranges that the font packages state themselves."""
    rules = ["/* Written by tools/vendor.py from the font packages' own ranges; do not edit. */"]
    for face in FACES:
        stated = (unpacked[face.package] / "wght.css").read_text()
        pattern = UNICODE_RANGE.format(slug=face.slug)
        ranges = {match["subset"]: match["range"] for match in re.finditer(pattern, stated, re.DOTALL)}
        rules.extend(font_face(face, subset, ranges[subset]) for subset in face.subsets)
    return "\n".join(rules) + "\n"


def font_face(face: Face, subset: str, unicode_range: str) -> str:
    return f"""
@font-face {{
  font-family: "{face.family}";
  font-style: normal;
  font-weight: {face.weights};
  font-display: swap;
  src: url("../vendor/fonts/{face.slug}-{subset}.woff2") format("woff2");
  unicode-range: {unicode_range.replace(",", ", ")};
}}"""


def vendored_names() -> list[str]:
    return sorted(["icons.svg", *(outside for package in PACKAGES for outside in package.files.values())])


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "missing"


def differences(recorded: dict[str, str]) -> list[str]:
    return [
        f"{name}: not the recorded hash" for name, hash_ in recorded.items() if sha256(VENDOR / name) != hash_
    ]


def report(problems: list[str]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def vendor_md(found: dict[str, str]) -> str:
    packages = [f"| {p.name} | {p.version} | {p.licence} |" for p in PACKAGES]
    files = [f"| {name} | `{hash_}` |" for name, hash_ in found.items()]
    return "\n".join(
        [
            "# What is vendored here",
            "",
            "Written by `tools/vendor.py`; do not edit. Licences are in `licences/`.",
            "`icons.svg` is a sprite made from lucide-static's drawings, unchanged but for white space.",
            "",
            "| package | version | licence |",
            "|---|---|---|",
            *packages,
            "",
            "| file | sha256 |",
            "|---|---|",
            *files,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
