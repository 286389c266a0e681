"""The REST API, version 1: every app's endpoints under one document, at a business's own host; and the
few that the platform's host answers: founding a business, and logging in at one.
"""

from __future__ import annotations

from accounts.api import router as of_accounts
from analytics.api import router as of_analytics
from bookings.api import ROUTERS as OF_BOOKINGS
from boom.rest.document import BoomApi
from boom.site.api import router as of_site
from integrations.api import OF_PLATFORM
from integrations.api import ROUTERS as OF_INTEGRATIONS
from notifications.api import router as of_notifications
from payments.api import ROUTERS as OF_PAYMENTS

DESCRIPTION = """
Everything the dashboard does, for programs. Each business has its own address, and nothing of another's is
reached there.

**The first step.** `POST /auth/register` at the platform's own host founds a business and gives its owner's
tokens. `POST /auth/login` gives them later, at the business's address or, with its `subdomain`, at the
platform's.

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
for router in (
    of_site,
    *OF_INTEGRATIONS,
    *OF_BOOKINGS,
    *OF_PAYMENTS,
    of_notifications,
    of_accounts,
    of_analytics,
):
    api.add_router("", router)

platform_api = BoomApi(
    title="Boom, the platform's host",
    version="1",
    description="Founding a business, and logging in at one. All else is at the business's own address.",
    urls_namespace="api-platform-v1",
    openapi_url="/openapi.json",
    docs_url=None,
)
for router in (of_site, *OF_PLATFORM):
    platform_api.add_router("", router)
