"""Static files with the hash in the name; ES modules' imports are rewritten too.

Our own modules are slimmed on the way: comments and indentation are for the repository, not for phones. Only
whole lines go, which leaves nothing to get wrong: a module with a template literal over several lines is
refused, because there a line's beginning would matter.
"""

from __future__ import annotations

import re
from typing import Any

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

OWN_MODULES = re.compile(r"^js/.+\.js$")
DOC_COMMENT = re.compile(r"^\s*/\*\*.*?\*/\s*$", re.DOTALL | re.MULTILINE)


class CannotSlim(ValueError):
    """A module has a text over several lines."""


def slim(source: str) -> str:
    """Drop whole-line comments, blank lines and indentation from an ES module."""
    lines = (line.strip() for line in DOC_COMMENT.sub("", source).splitlines())
    kept = [line for line in lines if line and not line.startswith("//")]
    if any(line.count("`") % 2 for line in kept):
        raise CannotSlim("A template literal runs over several lines; build the text from single lines.")
    return "\n".join(kept) + "\n"


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def _save(self, name: str, content: File) -> Any:
        if OWN_MODULES.match(name):
            content = ContentFile(slim(content.read().decode()).encode(), name=name)
        return super()._save(name, content)
