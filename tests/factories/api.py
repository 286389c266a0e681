"""Keys and callers of the API."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from accounts.models import User
from integrations.models import ApiKey
from integrations.services.api_keys import make_key
from integrations.tokens import access_token
from tenants.context import tenant_scope
from tenants.models import Business
from tests.conftest import HostClient, client_of

SEE = "bookings.view_calendar"
V1 = "/api/v1"


def make_api_key(
    *,
    made_by: User,
    now: datetime,
    name: str = "Till",
    permissions: Iterable[str] = (SEE,),
    venue_ids: Iterable[int] = (),
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """A key and, whole, what opens the API with it."""
    return make_key(
        name=name,
        permissions=permissions,
        venue_ids=venue_ids,
        made_by_id=made_by.pk,
        now=now,
        expires_at=expires_at,
    )


class Program:
    """Something that calls a business's API, or the platform's, with one credential or with none."""

    def __init__(self, business: Business | None, credential: str = "") -> None:
        self.client: HostClient = client_of(business) if business else HostClient(settings.BASE_DOMAIN)
        self.credential = credential

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str = "",
        match: str = "",
        **headers: str,
    ) -> HttpResponse:
        """Send it as JSON; `key` is an Idempotency-Key, `match` an ETag for If-Match."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.credential:
            sent["authorization"] = f"Bearer {self.credential}"
        if key:
            sent["idempotency-key"] = key
        if match:
            sent["if-match"] = match
        return self.client.generic(  # type: ignore[return-value]
            method,
            V1 + path,
            b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            headers=sent,
        )

    def get(self, path: str, **options: Any) -> HttpResponse:
        return self.call("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> HttpResponse:
        return self.call("POST", path, {} if body is None else body, **options)


def program_of(business: Business, person: User, *, now: datetime) -> Program:
    """A person's own program, logged in."""
    with tenant_scope(business):
        return Program(business, access_token(person, now=now))
