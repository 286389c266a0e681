"""The API's contract as files: its document, and the typed Python client that is made of it.

    python -m tools.api             write docs/api/openapi.json and clients/python/boom_client anew
    python -m tools.api --check     only say whether they are as the code has them

Needs no database. A change that would break programs is named, and written only with --breaking.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "api" / "openapi.json"
CLIENT = ROOT / "clients" / "python" / "boom_client"
MADE_FROM = CLIENT.parent / "MADE_FROM"
METHODS = ("get", "post", "put", "patch", "delete")


def main(arguments: Sequence[str]) -> None:
    present = present_document()
    stored = json.loads(DOCUMENT.read_text()) if DOCUMENT.exists() else present
    breaking = breaking_changes(stored, present)
    for change in breaking:
        print(f"breaks programs: {change}")
    if "--check" in arguments:
        is_same = DOCUMENT.exists() and as_text(present) == DOCUMENT.read_text() and is_client_current()
        print("as stored" if is_same else "differs from what is stored: python -m tools.api")
        sys.exit(0 if is_same else 1)
    if breaking and "--breaking" not in arguments:
        sys.exit("nothing was written; --breaking writes it all the same")
    DOCUMENT.parent.mkdir(parents=True, exist_ok=True)
    DOCUMENT.write_text(as_text(present))
    make_client(CLIENT)
    MADE_FROM.write_text(digest() + "\n")


def present_document() -> dict[str, Any]:
    """The document as the code makes it now."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boom.settings.test")
    os.environ.setdefault("BOOM_WITHOUT_SERVICES", "1")
    import django

    django.setup()
    from boom.api import api

    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    return found


def as_text(document: Mapping[str, Any]) -> str:
    """The document as it is stored: the same text for the same contract."""
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def digest() -> str:
    """Of the stored document."""
    return hashlib.sha256(DOCUMENT.read_bytes()).hexdigest()


def is_client_current() -> bool:
    """Whether the client was made of the stored document."""
    return MADE_FROM.exists() and MADE_FROM.read_text().strip() == digest()


def make_client(place: Path) -> None:
    """Generate the client from the stored document into a folder."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "boom_client"
        command = [
            "openapi-python-client",
            "generate",
            "--path",
            str(DOCUMENT),
            "--meta",
            "none",
            "--config",
            str(ROOT / "tools" / "api_client.yaml"),
        ]
        program = str(Path(sys.executable).parent / command[0])
        subprocess.run([program, *command[1:], "--output-path", str(made)], check=True)
        shutil.rmtree(made / ".ruff_cache", ignore_errors=True)
        shutil.rmtree(place, ignore_errors=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(made, place)


def breaking_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What a program that was written for `old` would stumble over in `new`, in words."""
    return sorted({*_operations(old, new), *_schemas(old, new)})


def _operations(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for path, methods in old["paths"].items():
        for method in METHODS:
            if method not in methods:
                continue
            name = f"{method.upper()} {path}"
            present = new["paths"].get(path, {}).get(method)
            if present is None:
                yield f"{name} is gone"
                continue
            before, after = _parameters(methods[method]), _parameters(present)
            yield from (f"{name} takes no {gone} any more" for gone in before.keys() - after.keys())
            for each, parameter in after.items():
                if parameter.get("required") and not before.get(each, {}).get("required"):
                    yield f"{name} asks for {each}"
            old_good, new_good = (
                {s for s in op["responses"] if s < "300"} for op in (methods[method], present)
            )
            yield from (f"{name} answers {status} no more" for status in old_good - new_good)


def _parameters(operation: Mapping[str, Any]) -> dict[str, Any]:
    return {each.get("name") or each["$ref"]: each for each in operation.get("parameters", [])}


def _schemas(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """By what is asked of bodies (they forbid what they do not know) and what answers promise."""
    present = new["components"]["schemas"]
    for name, before in old["components"]["schemas"].items():
        after = present.get(name)
        if after is None:
            continue
        is_body = before.get("additionalProperties") is False
        fields, now = before.get("properties", {}), after.get("properties", {})
        yield from (f"{name}.{field} is gone" for field in fields.keys() - now.keys())
        if is_body:
            newly = set(after.get("required", [])) - set(before.get("required", []))
            yield from (f"{name}.{field} has to be sent" for field in newly)
        else:
            lost = set(before.get("required", [])) - set(after.get("required", []))
            yield from (f"{name}.{field} is not always there any more" for field in lost)
        for field in fields.keys() & now.keys():
            if _kind(fields[field]) != _kind(now[field]):
                yield f"{name}.{field} is {_kind(now[field])} and was {_kind(fields[field])}"
        gone = set(before.get("enum", [])) - set(after.get("enum", []))
        yield from (f"{name} knows no {value!r} any more" for value in gone)


def _kind(schema: Mapping[str, Any]) -> str:
    """What a value is, as far as a program cares: its type, or what it may be."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in schema:
        return " or ".join(sorted(_kind(each) for each in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("type", "anything"))


if __name__ == "__main__":
    main(sys.argv[1:])
