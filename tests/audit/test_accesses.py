"""Who signed in, who could not, and who looked at whom: noted, kept as it is, shown to those it concerns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import services
from accounts.models import User
from audit.models import Access
from bookings.models import Venue
from boom.core import clock
from tests.audit.test_activity import text_of
from tests.conftest import TONIGHT, HostClient, client_of
from tests.factories import make_booking, make_customer, make_room, make_user

pytestmark = pytest.mark.django_db

SECURITY = "/dashboard/security/"
ELSEWHERE = "/accounts/profile/sign-out-elsewhere/"
PASSWORD = "correct horse battery"


@pytest.fixture
def dana(business) -> User:
    return make_user(name="Dana", email="dana@example.com", password=PASSWORD, role="manager")


def sign_in(client: HostClient, password: str = PASSWORD) -> None:
    client.post("/accounts/sign-in/", {"email": "dana@example.com", "password": password})


def kinds_of(user: User) -> list[str]:
    return list(Access.objects.filter(person_id=str(user.pk)).order_by("id").values_list("kind", flat=True))


def test_log_ins_refusals_and_a_new_password_are_ones_own_to_see(business, dana):
    client = client_of(business)
    sign_in(client, "wrong and long")
    sign_in(client)
    services.change_password(user_id=dana.pk, password="another long one")
    sign_in(client, "another long one")

    page = text_of(client.get(SECURITY))

    assert kinds_of(dana) == ["sign-in-refused", "signed-in", "signed-in"]
    assert "A log-in was refused: wrong password" in page
    assert "Signed in" in page
    assert "The password was changed" in page


def test_another_persons_log_ins_are_not_shown(business, dana, client_as):
    sign_in(client_of(business), "wrong and long")

    assert "A log-in was refused" not in text_of(client_as("owner").get(SECURITY))


def test_an_attempt_at_nobodys_account_is_not_noted(business):
    client_of(business).post("/accounts/sign-in/", {"email": "nobody@example.com", "password": PASSWORD})

    assert not Access.objects.exists()


def test_where_from_is_noted(business, dana):
    client_of(business).post(
        "/accounts/sign-in/",
        {"email": "dana@example.com", "password": PASSWORD},
        headers={"user-agent": "Browser 9"},
        REMOTE_ADDR="203.0.113.7",
    )

    access = Access.objects.get(kind="signed-in")
    assert (access.agent, bool(access.request_id)) == ("Browser 9", True)


def test_signing_out_is_noted_too(business, dana):
    client = client_of(business)
    sign_in(client)
    client.post("/accounts/sign-out/")

    assert kinds_of(dana) == ["signed-in", "signed-out"]


def test_whoever_sees_a_stranger_there_signs_out_all_other_devices(business, dana):
    here, elsewhere = client_of(business), client_of(business)
    sign_in(here)
    sign_in(elsewhere)

    page = here.get(SECURITY).content.decode()
    here.post(ELSEWHERE)

    assert f'action="{ELSEWHERE}"' in page
    assert [client.get(SECURITY).status_code for client in (here, elsewhere)] == [200, 302]


def test_opening_a_customers_page_is_noted_once_a_visit(business, client_as: Callable[[str], HostClient]):
    customer, desk = make_customer(name="Ann"), client_as("front_desk")
    with clock.set_to(TONIGHT):
        for _ in range(3):
            desk.get(f"/dashboard/customers/{customer.pk}/")
    seen = Access.objects.filter(kind="viewed", entity_id=str(customer.pk)).count()

    page = text_of(client_as("owner").get("/dashboard/activity/viewed/", {"customer": customer.pk}))

    assert seen == 1
    assert "looked at Ann" in page


def test_a_later_visit_is_noted_again(business, client_as):
    customer, desk = make_customer(name="Ann"), client_as("front_desk")
    desk.get(f"/dashboard/customers/{customer.pk}/")
    with clock.set_to(clock.now() + timedelta(hours=1)):
        desk.get(f"/dashboard/customers/{customer.pk}/")

    assert Access.objects.filter(kind="viewed").count() == 2


def test_somebody_who_may_not_look_is_not_noted_as_having_looked(business, client_as):
    customer = make_customer(name="Ann")

    assert client_as("viewer").get(f"/dashboard/customers/{customer.pk}/").status_code == 403
    assert not Access.objects.filter(kind="viewed").exists()


def test_taking_a_file_out_is_noted(business, client_as):
    client_as("manager").get("/dashboard/activity.csv")
    client_as("manager").get("/dashboard/activity.xlsx")

    page = text_of(client_as("owner").get("/dashboard/activity/viewed/"))

    assert Access.objects.filter(kind="exported").count() == 2
    assert "took out as a file: the record of changes" in page


def test_opening_a_booking_is_looking_at_whoever_booked(business, client_as):
    room = make_room(Venue.objects.get())
    booking = make_booking(room=room, starts_at=clock.now(), customer=make_customer(name="Ann"))
    desk, viewer = client_as("front_desk"), client_as("viewer")

    for client in (desk, viewer):
        client.get(f"/dashboard/bookings/{booking.pk}/")
        client.get(f"/dashboard/customers/{booking.customer_id}/")

    seen = Access.objects.filter(kind="viewed").values_list("entity_id", flat=True)
    assert list(seen) == [str(booking.customer_id)]


def test_the_nights_list_as_a_file_is_noted(business, client_as):
    client_as("front_desk").get("/dashboard/sheet/file/")

    page = text_of(client_as("owner").get("/dashboard/activity/viewed/"))

    assert "took out as a file: a night’s list of bookings" in page


@pytest.mark.parametrize(
    "change", ["UPDATE audit_access SET person = 'x'", "DELETE FROM audit_access", "TRUNCATE audit_access"]
)
def test_what_was_noted_cannot_be_changed(business, client_as, change):
    client_as("manager").get("/dashboard/activity.csv")

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)

    assert Access.objects.filter(kind="exported").count() == 1


@pytest.mark.parametrize("query", [{"person": "x"}, {"customer": "9" * 30}, {"before": "x"}])
def test_filters_that_cannot_be_read_do_not_break_it(business, client_as, query):
    assert client_as("owner").get("/dashboard/activity/viewed/", query).status_code == 200


@pytest.mark.parametrize("role", ["front_desk", "viewer"])
def test_who_looked_is_for_managers(business, client_as, role):
    assert client_as(role).get("/dashboard/activity/viewed/").status_code == 403


@pytest.mark.parametrize(
    ("path", "table"),
    [
        ("/dashboard/customers.csv", "bookings_customer"),
        ("/dashboard/customers.xlsx", "bookings_customer"),
        ("/dashboard/bookings/file/", "bookings_occupancy"),
    ],
)
def test_taking_people_out_as_a_file_is_noted(business, now, client_as, path, table):
    client = client_as("owner")
    before = Access.objects.filter(kind="exported").count()

    answer = client.get(path)
    b"".join(answer.streaming_content)

    noted = Access.objects.filter(kind="exported").order_by("-id")
    assert answer.status_code == 200
    assert (noted.count() - before, noted[0].table) == (1, table)
    assert "took out as a file" in text_of(client.get("/dashboard/activity/viewed/"))
