"""Background work. Every task says whose it is; one that does not know, or whose tenant is gone, stops.

The library for tenant-aware Celery runs a task on `public` when its tenant cannot be found, and calls it
a success. Ours takes the business's id as an argument, resolves it itself and raises.
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery, Task

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boom.settings.base")

app = Celery("boom")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class TaskWithoutBusiness(RuntimeError):
    """Somebody sent a tenant's task without saying whose it is. A bug, and nothing is done."""


class TenantTask(Task):
    """A task about one business: called with `business_id=…`, run inside that business's scope.

    Raises TaskWithoutBusiness, or BusinessUnknown when the business is gone or suspended, or BusinessBehind
    while its schema waits for a migration; never goes on without a business, let alone on `public`.
    """

    abstract = True
    # Celery would check what is sent against the body's arguments, which do not name the business.
    typing = False

    def __call__(self, *args: Any, business_id: int | None = None, **kwargs: Any) -> Any:
        from boom.core.actor import NOBODY, acting
        from tenants.context import tenant_scope
        from tenants.resolution import business_by_id

        if business_id is None:
            raise TaskWithoutBusiness(self.name)
        business = business_by_id(business_id)
        with tenant_scope(business), acting(NOBODY, source="task", request_id=self.request.id or ""):
            return self.run(*args, **kwargs)


class PlatformTask(Task):
    """A task of the platform itself, on the public schema."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        from boom.core.actor import NOBODY, acting
        from tenants.context import public_scope

        with public_scope(), acting(NOBODY, source="task", request_id=self.request.id or ""):
            return self.run(*args, **kwargs)


__all__ = ["PlatformTask", "TaskWithoutBusiness", "TenantTask", "app"]
