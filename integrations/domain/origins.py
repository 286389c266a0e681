"""Origins of websites (RFC 6454), as a security policy names them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# What browsers take for this machine itself; good for trying out without a certificate.
LOCAL = re.compile(r"(localhost|127\.0\.0\.1|\[::1\]|[a-z0-9-]+(\.[a-z0-9-]+)*\.localhost)")
HOST = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
LONGEST = 200
USUAL_PORTS = {"https": 443, "http": 80}


class NotAnOrigin(ValueError):
    """The text names no website."""


def origin_of(typed: str) -> str:
    """The origin of whatever address of a website somebody typed: "https://www.example.com".

    Without a scheme it is https; plain http only where it is this machine. Raises NotAnOrigin.
    """
    text = typed.strip()
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").encode("idna").decode().lower(), parts.port
    except (ValueError, UnicodeError) as error:
        raise NotAnOrigin(typed) from error
    is_local = bool(LOCAL.fullmatch(host))
    if not (is_local or HOST.fullmatch(host)) or parts.username is not None:
        raise NotAnOrigin(typed)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_local):
        raise NotAnOrigin(typed)
    shown_port = f":{port}" if port not in {None, USUAL_PORTS[parts.scheme]} else ""
    origin = f"{parts.scheme}://{host}{shown_port}"
    if len(origin) > LONGEST:
        raise NotAnOrigin(typed)
    return origin
