"""The watch over every test sees a leak at each of its doors: else its silence would show nothing."""

from __future__ import annotations

import logging

import pytest
import structlog
from django.conf import settings as project
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.core.mail import send_mail
from django.db import connection, transaction

from boom.core import outbox
from tenants.models import Business
from tests.canaries import taken_leaks
from tests.conftest import client_of
from tests.factories import make_customer
from tests.twins import CANARIES

OWN, FOREIGN = CANARIES["twin-a"], CANARIES["twin-b"]

pytestmark = pytest.mark.usefixtures("business")


def mail(word: str) -> None:
    send_mail("Your booking", f"See you, {word}", "boom@example.com", ["ann@example.com"])


def mail_recipient(word: str) -> None:
    send_mail("Your booking", "See you", "boom@example.com", [f"ann@{word}.example"])


def log_by_structlog(word: str) -> None:
    structlog.get_logger().warning("something", room=word)


def log_by_logging(word: str) -> None:
    logging.getLogger("django.request").warning("Not Found: %s", word)


def cache_value(word: str) -> None:
    cache.set("key", {"rooms": [word]}, 1)


def cache_added(word: str) -> None:
    cache.add(f"key-{word}", 1, 1)


def cache_many(word: str) -> None:
    cache.set_many({"key": word}, 1)


def outbox_payload(word: str) -> None:
    with transaction.atomic():
        outbox.publish("test.happened", room=word)


def saved_row(word: str) -> None:
    make_customer(notes=word)


DOORS = [
    mail, mail_recipient, log_by_structlog, log_by_logging, cache_value, cache_added, cache_many,
    outbox_payload, saved_row,
]  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_a_foreign_word_is_noticed_at_every_door_and_ones_own_is_not(door):
    door(OWN)
    own = taken_leaks()
    door(FOREIGN)

    assert own == []
    assert any(FOREIGN in leak for leak in taken_leaks())


def test_an_entry_that_everybody_would_share_is_noticed():
    without_the_tenant_in_its_keys = RedisCache(project.REDIS_URL, {})

    without_the_tenant_in_its_keys.set("rooms", 1, 1)

    assert "as if it were everybody's" in taken_leaks()[0]


@pytest.mark.parametrize("where", ["body", "header", "cookie"])
def test_a_foreign_word_in_an_answer_is_noticed(business: Business, where: str, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.leak_in_{where}"]

    with pytest.raises(AssertionError, match=FOREIGN):
        client_of(business).get("/healthz")


def _leaking(leak):
    def middleware(get_response):
        def answer(request):
            response = get_response(request)
            leak(response)
            return response

        return answer

    return middleware


leak_in_body = _leaking(lambda response: response.write(FOREIGN))
leak_in_header = _leaking(lambda response: response.headers.setdefault("Link", FOREIGN))
leak_in_cookie = _leaking(lambda response: response.set_cookie("hint", FOREIGN))


def test_the_twins_have_equal_keys_and_different_words(business: Business, other_business: Business):
    """What the whole watch rests on."""

    def rows(schema: str) -> list[tuple[str, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 'room', id, name FROM {schema}.bookings_room UNION ALL"
                f" SELECT 'customer', id, name FROM {schema}.bookings_customer UNION ALL"
                f" SELECT 'person', id, name FROM {schema}.accounts_user UNION ALL"
                f" SELECT 'booking', id, note FROM {schema}.bookings_occupancy ORDER BY 1, 2"
            )
            return cursor.fetchall()

    ours, theirs = rows(business.schema_name), rows(other_business.schema_name)

    assert [row[:2] for row in ours] == [row[:2] for row in theirs]
    assert all(OWN in word for *_, word in ours)
    assert all(FOREIGN in word for *_, word in theirs)
