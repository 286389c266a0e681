"""Make one minified stylesheet, static/dist/app.css, from static/css. Made before `collectstatic`."""

from __future__ import annotations

import gzip
from pathlib import Path

import lightningcss
from django.conf import settings
from django.core.management.base import BaseCommand

STATIC = Path(settings.BASE_DIR) / "static"


class Command(BaseCommand):
    help = "Bundle static/css/index.css into static/dist/app.css."

    def handle(self, *args: object, **options: object) -> None:
        size, zipped = build(STATIC)
        self.stdout.write(f"static/dist/app.css: {size:,} bytes, {zipped:,} gzipped")


def build(static: Path) -> tuple[int, int]:
    """Write dist/app.css below `static`; give its size in bytes, plain and gzipped.

    Addresses inside the CSS stay as they are: dist/ and css/ lie side by side, so ../vendor/ fits both.
    """
    css = lightningcss.bundle_css(str(static / "css" / "index.css"), minify=True).encode()
    target = static / "dist" / "app.css"
    target.parent.mkdir(exist_ok=True)
    # Written beside and moved: a server that is running never reads half a file.
    unfinished = target.with_suffix(".tmp")
    unfinished.write_bytes(css)
    unfinished.replace(target)
    return len(css), len(gzip.compress(css, 9))
