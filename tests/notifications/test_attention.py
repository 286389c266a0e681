"""Whatever fails in the background shows up where a person looks, with its reason and a button."""

from __future__ import annotations

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from boom.core import outbox
from boom.core.models import DeliveryState, OutboxDelivery
from notifications.selectors import troubles
from tenants.context import tenant_scope
from tenants.models import Business
from tests.conftest import HostClient
from tests.factories import at, make_booking, make_room, make_user

PAGE = "/dashboard/attention/"


def make_trouble(state: str = DeliveryState.DEAD, *, reason: str = "550 no such user") -> OutboxDelivery:
    booking = make_booking(room=make_room(), starts_at=at("2026-11-27 21:00"))
    with transaction.atomic():
        message = outbox.publish("booking.confirmed", booking=booking.pk, rooms=[], days=[])
    return OutboxDelivery.objects.create(
        message=message, handler="notifications.mail_confirmed", state=state, attempts=10, last_error=reason
    )


def test_the_page_says_what_about_which_booking_and_why(
    business: Business, owner_client: HostClient, now: datetime
):
    make_trouble(reason="The mail server refused it: <550>")

    page = owner_client.get(PAGE).content.decode()

    (trouble,) = troubles()
    assert "Confirmation to the customer" in page
    assert trouble.reference in page
    assert "The mail server refused it: &lt;550&gt;" in page
    assert "Try again" in page


def test_what_is_tried_again_by_itself_has_no_button(
    business: Business, owner_client: HostClient, now: datetime
):
    make_trouble(DeliveryState.DUE)

    page = owner_client.get(PAGE).content.decode()

    assert "Is tried again" in page
    assert "/retry/" not in page


def test_with_nothing_wrong_the_page_says_so(business: Business, owner_client: HostClient, now: datetime):
    assert "All is well" in owner_client.get(PAGE).content.decode()


def test_the_button_puts_it_back_in_line(business: Business, owner_client: HostClient, now: datetime):
    trouble = make_trouble()

    response = owner_client.post(f"{PAGE}{trouble.pk}/retry/")

    trouble.refresh_from_db()
    assert (response.status_code, response.headers["Location"]) == (302, PAGE)
    assert (trouble.state, trouble.attempts) == (DeliveryState.DUE, 0)


def test_pressing_it_twice_is_answered_plainly(business: Business, owner_client: HostClient, now: datetime):
    trouble = make_trouble()
    owner_client.post(f"{PAGE}{trouble.pk}/retry/")

    assert owner_client.post(f"{PAGE}{trouble.pk}/retry/").status_code == 404


def test_the_front_desk_sees_who_waits_but_no_troubles(business: Business, client_as, now: datetime):
    trouble, client = make_trouble(), client_as("front_desk")

    answers = [client.get(PAGE).status_code, client.post(f"{PAGE}{trouble.pk}/retry/").status_code]

    assert answers == [200, 403]
    assert trouble.last_error not in client.get(PAGE).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_troubles(
    business: Business, owner_client: HostClient, now: datetime, count_queries
):
    counts = []
    owner_client.get(PAGE)
    for _ in range(2):
        make_trouble()
        with count_queries() as count:
            owner_client.get(PAGE)
        counts.append(count())

    assert counts[0] == counts[1]


def test_the_super_admin_sees_and_retries_the_platforms_own(
    public: None, platform_client: HostClient, now: datetime
):
    admin = make_user(role="owner")
    type(admin).objects.filter(pk=admin.pk).update(is_superuser=True)
    with transaction.atomic():
        message = outbox.publish("business.founded", business=1)
    dead = OutboxDelivery.objects.create(
        message=message, handler="tenants.restock", state=DeliveryState.DEAD, last_error="disk full"
    )
    platform_client.force_login(type(admin).objects.get(pk=admin.pk))

    page = platform_client.get("/admin/core/outboxdelivery/").content.decode()
    platform_client.post(
        "/admin/core/outboxdelivery/", {"action": "try_again", "_selected_action": [dead.pk]}
    )

    dead.refresh_from_db()
    assert "disk full" in page
    assert dead.state == DeliveryState.DUE


def run(*arguments: str) -> str:
    said = StringIO()
    call_command("outbox", *arguments, stdout=said)
    return said.getvalue()


def test_the_command_lists_and_retries_every_business(
    business: Business, other_business: Business, now: datetime
):
    make_trouble(reason="one")
    with tenant_scope(other_business):
        theirs = make_trouble(reason="two")

    listed = run("list")
    retried = run("retry", "--business", other_business.subdomain, "--id", str(theirs.pk))

    assert "one" in listed
    assert "two" in listed
    assert listed.endswith("2 lie dead.\n")
    assert retried.endswith("1 are being tried again.\n")
    assert run("list").endswith("1 lie dead.\n")


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [(["--business", "nobody"], "no business called"), (["--id", "1"], "say which with --business")],
)
def test_the_command_refuses_what_it_cannot_mean(public: None, arguments: list[str], refusal: str):
    with pytest.raises(CommandError, match=refusal):
        run("retry", *arguments)
