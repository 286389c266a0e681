"""Logging in through the API, and what a credential is."""

from __future__ import annotations

from integrations.api import log_in

ROUTERS = (log_in.router,)

__all__ = ["ROUTERS"]
