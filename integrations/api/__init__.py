"""Logging in through the API, and what a credential is."""

from __future__ import annotations

from integrations.api import log_in

ROUTERS = (log_in.router, log_in.known)
# What the platform's own host answers as well.
OF_PLATFORM = (log_in.router,)

__all__ = ["OF_PLATFORM", "ROUTERS"]
