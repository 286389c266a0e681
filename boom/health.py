"""Is it alive, is it ready. For load balancers and people; no names, no versions."""

from __future__ import annotations

import redis
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from boom.access import anyone


@anyone
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@anyone
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """What a request needs: the database must answer; without Redis pages work, so it only warns."""
    parts = {"database": _database_answers(), "redis": _redis_answers()}
    return JsonResponse(
        {"ready": parts["database"], **{name: "ok" if good else "away" for name, good in parts.items()}},
        status=200 if parts["database"] else 503,
    )


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _redis_answers() -> bool:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
