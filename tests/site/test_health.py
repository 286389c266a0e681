"""Whether this process lives, and whether it can do its work: on any host, for whoever watches."""

from __future__ import annotations

import pytest
from django.conf import LazySettings

from tests.conftest import HostClient

pytestmark = pytest.mark.django_db

HOSTS = ["localhost", "twin-a.localhost", "nobody.localhost"]


@pytest.mark.parametrize("host", HOSTS)
def test_a_process_that_answers_is_alive_on_every_host(host: str):
    response = HostClient(host, ()).get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.parametrize("host", HOSTS)
def test_it_is_ready_when_database_and_redis_answer(host: str):
    response = HostClient(host, ()).get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"ready": True, "database": "ok", "redis": "ok"}


def test_without_redis_it_is_ready_and_says_so(settings: LazySettings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    response = HostClient("localhost", ()).get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"ready": True, "database": "ok", "redis": "away"}
