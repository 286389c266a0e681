"""Logging in through the API, what a credential is, and what other programs are told."""

from __future__ import annotations

from integrations.api import hooks, log_in, webhooks

ROUTERS = (log_in.router, log_in.known, webhooks.router, hooks.router)
# What the platform's own host answers as well.
OF_PLATFORM = (log_in.router,)

__all__ = ["OF_PLATFORM", "ROUTERS"]
