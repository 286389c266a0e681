"""Make the minified stylesheets, static/dist/*.css, from static/css. Git-ignored; before `collectstatic`."""

from __future__ import annotations

import gzip
from pathlib import Path

import lightningcss
from django.conf import settings
from django.core.management.base import BaseCommand

STATIC = Path(settings.BASE_DIR) / "static"
# What is written, from which source: the platform's pages (everything); staff's pages; a venue's pages.
BUNDLES = {"app.css": "index.css", "staff.css": "staff.css", "guest.css": "guest.css"}


class Command(BaseCommand):
    help = "Bundle static/css into static/dist/app.css, staff.css and guest.css."

    def handle(self, *args: object, **options: object) -> None:
        for name, size, zipped in build(STATIC):
            self.stdout.write(f"static/dist/{name}: {size:,} bytes, {zipped:,} gzipped")


def build(static: Path) -> list[tuple[str, int, int]]:
    """Write the bundles below `static`; give each one's name and size in bytes, plain and gzipped.

    Addresses inside the CSS stay as they are: dist/ and css/ lie side by side, so ../vendor/ fits both.
    """
    target = static / "dist"
    target.mkdir(exist_ok=True)
    sizes = []
    for name, source in BUNDLES.items():
        css = lightningcss.bundle_css(str(static / "css" / source), minify=True).encode()
        # Written beside and moved: a server that is running never reads half a file.
        unfinished = target / f"{name}.tmp"
        unfinished.write_bytes(css)
        unfinished.replace(target / name)
        sizes.append((name, len(css), len(gzip.compress(css, 9))))
    return sizes
