"""The help page and the guided tour: steps for whoever asks, remembered on the server."""

from __future__ import annotations

import pytest

from accounts.models import User
from audit.models import AuditEvent
from bookings.tour import STEPS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
TOUR = "/dashboard/help/tour/"


def test_the_tour_has_twelve_steps_for_an_owner_and_fewer_for_a_viewer(owner_client, client_as):
    for_owner = owner_client.get(TOUR).content.decode()
    for_viewer = client_as("viewer").get(TOUR).content.decode()

    assert (len(STEPS), for_owner.count("<template"), for_viewer.count("<template")) == (12, 12, 8)
    assert ("Take a booking" in for_owner, "Take a booking" in for_viewer) == (True, False)


def test_where_somebody_is_in_the_tour_is_remembered_for_them_alone(owner_client, client_as):
    events = AuditEvent.objects.count()

    owner_client.post(TOUR, {"at": "4"})

    assert 'data-at="4"' in owner_client.get(TOUR).content.decode()
    assert 'data-at="0"' in client_as("viewer").get(TOUR).content.decode()
    assert AuditEvent.objects.count() == events


def test_the_help_page_offers_to_go_on_or_to_begin_again(owner_client):
    said = []
    for at in ("", "4", "done"):
        User.objects.filter(role="owner").update(tour=at)
        page = owner_client.get("/dashboard/help/").content.decode()
        said.append(
            next(w for w in ("Take the tour again", "Go on with the tour", "Take the tour") if w in page)
        )

    assert said == ["Take the tour", "Go on with the tour", "Take the tour again"]


@pytest.mark.parametrize("at", ["", "12", "-1", "x", "٤", "9" * 30])
def test_what_is_no_step_is_refused(owner_client, at):
    assert owner_client.post(TOUR, {"at": at}).status_code == 422
    assert User.objects.get(role="owner").tour == ""


def test_help_leaves_out_what_somebody_may_not_do(client_as):
    page = client_as("viewer").get("/dashboard/help/").content.decode()

    assert ("Find something" in page, "Take a booking" in page) == (True, False)
