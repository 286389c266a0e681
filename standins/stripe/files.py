"""Files, for evidence in disputes: sent as a form with parts, as Stripe's file host takes them."""

from __future__ import annotations

import base64
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from standins.stripe.books import Books
from standins.stripe.errors import invalid, missing
from standins.stripe.lists import listing
from standins.stripe.params import Params
from standins.stripe.routing import route
from standins.stripe.store import Obj

URL = "/v1/files"
PURPOSES = (
    "dispute_evidence",
    "identity_document",
    "business_logo",
    "business_icon",
    "additional_verification",
)
TYPES = {b"%PDF": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff": "jpg"}
LARGEST = 5_000_000


def parts_of(content_type: str, body: bytes) -> dict[str, Any]:
    """A form with parts as names and values; a file is its name and its bytes in base 64."""
    whole = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    said: dict[str, Any] = {}
    for part in whole.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if filename := part.get_filename():
            said[name] = {"filename": filename, "content": base64.b64encode(content).decode()}
        else:
            said[name] = content.decode()
    return said


@route("POST", URL)
def create(books: Books, params: Params) -> Obj:
    purpose = params.needed("purpose", among=PURPOSES)
    given = params.all_of("file")
    if not given:
        raise missing("file")
    content = base64.b64decode(given["content"])
    kind = next((name for start, name in TYPES.items() if content.startswith(start)), None)
    if kind is None:
        raise invalid("This file is neither a PDF nor a PNG nor a JPEG.", "file")
    if len(content) > LARGEST:
        raise invalid("The file is larger than 5 MB.", "file")
    file: Obj = {
        "id": books.house.new_id("file_"),
        "object": "file",
        "created": None,
        "expires_at": None,
        "filename": given["filename"],
        "links": None,
        "purpose": purpose,
        "size": len(content),
        "title": None,
        "type": kind,
        "url": None,
        "_content": given["content"],
    }
    return books.add(file, "file_", event="file.created")


@route("GET", URL)
def index(books: Books, params: Params) -> Obj:
    return listing(books, params, "file", URL, purpose=params.text("purpose"))


@route("GET", URL + "/{file}")
def show(books: Books, params: Params, file: str) -> Obj:
    return books.here("file", file)
