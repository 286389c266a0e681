"""The payments' side of the REST API: what was taken and given back, and the documents of it."""

from __future__ import annotations

from payments.api import documents, payments

ROUTERS = (payments.router, documents.router)

__all__ = ["ROUTERS"]
