"""Forms that anybody may send: a few without proof, then with it, or slowly; a field that only bots fill."""

from __future__ import annotations

import base64
import itertools
import json
from typing import Any

import pytest
from altcha.altcha import solve_challenge

from boom.core import clock
from boom.proof import ASKED_AFTER, UNPROVEN
from tests.factories import make_venue

pytestmark = pytest.mark.django_db
_numbers = itertools.count()


@pytest.fixture(autouse=True)
def venue(business) -> Any:
    return make_venue(name="Velvet Rooms")


def sends(client, **more: str) -> int:
    """Ask for a link to one's bookings, each time for another address."""
    return int(client.post("/my/", {"email": f"ann{next(_numbers)}@example.com", **more}).status_code)


def solution(client, form: str) -> str:
    made = client.get(f"/proof/{form}/").json()
    found = solve_challenge(made["challenge"], made["salt"], made["algorithm"], made["maxNumber"])
    assert found is not None
    return base64.b64encode(json.dumps(made | {"number": found.number}).encode()).decode()


def test_an_honest_visitor_is_asked_for_nothing(customer_client):
    assert customer_client.get("/proof/link/").status_code == 204
    assert sends(customer_client) == 302


def test_whoever_sends_many_is_asked_and_gets_through_with_proof(customer_client):
    for _ in range(ASKED_AFTER):
        sends(customer_client)
    answers = [sends(customer_client, proof=solution(customer_client, "link")) for _ in range(UNPROVEN.most)]

    assert set(answers) == {302}
    assert customer_client.get("/proof/hold/").status_code == 204


def test_without_a_script_it_goes_on_slowly(customer_client, now):
    answers = [sends(customer_client) for _ in range(UNPROVEN.most + 1)]
    assert answers == [302] * UNPROVEN.most + [429]

    with clock.set_to(now + UNPROVEN.within):
        assert sends(customer_client) == 302


def test_one_proof_is_good_for_one_form_sent(customer_client):
    for _ in range(UNPROVEN.most):
        sends(customer_client)
    found = solution(customer_client, "link")

    assert [sends(customer_client, proof=found), sends(customer_client, proof=found)] == [302, 429]


def test_a_field_that_nobody_sees_is_filled_in_by_bots(customer_client):
    page = customer_client.get("/my/").content.decode()

    assert 'name="homepage"' in page
    assert 'data-proof="/proof/link/"' in page
    assert sends(customer_client, homepage="https://spam.example") == 422


def test_within_a_frame_the_challenge_has_the_frames_address(customer_client):
    page = customer_client.get("/embed/waitlist/").content.decode()

    assert 'data-proof="/embed/proof/waitlist/"' in page
    assert customer_client.get("/embed/proof/waitlist/").status_code == 204


def test_of_a_form_that_is_none_there_is_no_challenge(customer_client):
    assert customer_client.get("/proof/nothing/").status_code == 404


def test_signing_up_always_asks(platform_client):
    made = platform_client.get("/proof/sign-up/").json()

    assert {"challenge", "salt", "signature", "maxNumber", "algorithm"} <= made.keys()
    assert 'data-proof="/proof/sign-up/"' in platform_client.get("/signup/").content.decode()
