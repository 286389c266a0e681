"""A database address as Django wants it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def database_from_url(url: str, *, pool_size: int = 0) -> dict[str, Any]:
    """Django's DATABASES entry for `postgresql://user:password@host:port/name?option=value`.

    `pool_size` 0 keeps one connection per thread for its lifetime (commands, workers); more gives
    Django's psycopg pool, the only right choice under ASGI, where threads come and go.
    Raises ValueError for an address that is not PostgreSQL's.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL must start with postgresql://, not {parts.scheme}://")
    query = dict(parse_qsl(parts.query))
    options: dict[str, Any] = {key: value for key, value in query.items() if key != "host"}
    entry: dict[str, Any] = {
        "ENGINE": "boom.core.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0 if pool_size else 60,
        # A pooled connection shows that it lives by taking the tenant's path (boom.core.postgresql).
        "CONN_HEALTH_CHECKS": not pool_size,
        "OPTIONS": options,
    }
    if pool_size:
        options["pool"] = {
            "min_size": 1,
            "max_size": pool_size,
            "timeout": 10,
            # A backend that has touched many tenants grows (0.65 MB each); let none grow old.
            "max_lifetime": 600,
        }
    return entry
