"""The REST API, version 1: every app's endpoints under one document, at a business's own host."""

from __future__ import annotations

from analytics.api import router as of_analytics
from bookings.api import ROUTERS as OF_BOOKINGS
from boom.rest.document import BoomApi
from integrations.api import ROUTERS as OF_INTEGRATIONS
from payments.api import router as of_payments

DESCRIPTION = """
Everything the dashboard does, for programs. Each business has its own address, and nothing of another's is
reached there.

**Who asks.** `Authorization: Bearer …` with an API key (Settings, Integrations, Keys) or with the access
token of a log-in. Cookies are not read.

**Writing.** Send an `Idempotency-Key` with each write: the same request again is answered as before and done
once. What several may change at once has an `ETag`; changes name the version they know with `If-Match`.

**Reading.** Lists come in pieces: `next_cursor` goes into `cursor` for the next. `fields` names what you
need.

**Refusals** are `application/problem+json` (RFC 9457) with a stable `code`; `fields` says what is wrong with
which input.

**Limits.** Each answer says what is left of the minute: `RateLimit-Limit`, `RateLimit-Remaining`,
`RateLimit-Reset`.

Times are ISO 8601 with an offset; answers are in UTC. Money is in the smallest coin of its currency.
"""

api = BoomApi(
    title="Boom",
    version="1",
    description=DESCRIPTION.strip(),
    urls_namespace="api-v1",
    openapi_url="/openapi.json",
    docs_url=None,
)
for router in (*OF_INTEGRATIONS, *OF_BOOKINGS, of_payments, of_analytics):
    api.add_router("", router)
