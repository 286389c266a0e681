"""Roles that a business makes for itself, and people limited to some of its venues."""

from __future__ import annotations

import pytest

from accounts.errors import LastOwner, RoleInUse, RoleNameTaken
from accounts.models import Invitation, OwnRole, User
from accounts.permissions import BUSINESS_WIDE, MATRIX, OWNERS_ONLY
from accounts.services import (
    accept_invitation,
    change_role,
    invite,
    issue_invitation_link,
    limit_to_venues,
)
from accounts.services.roles import change_own_role, create_own_role, remove_own_role
from accounts.tokens import invitation_token
from boom.core.errors import Invalid
from tests.conftest import TONIGHT, client_of
from tests.factories import make_user, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business")]

DOOR = ["bookings.view_calendar", "bookings.edit_booking"]


@pytest.fixture
def door() -> OwnRole:
    return create_own_role(name="Door", permissions=DOOR)


def with_role(role: OwnRole) -> User:
    user = make_user()
    change_role(user_id=user.pk, role="viewer", own_role_id=role.pk)
    return User.objects.get(pk=user.pk)


def held(user: User) -> list[str]:
    return [name for name in MATRIX if user.has_perm(name)]


def test_a_role_holds_just_what_was_ticked(door):
    assert held(with_role(door)) == DOOR


def test_changing_a_role_changes_what_its_holders_may_and_signs_them_in_anew(business, door):
    user = with_role(door)
    client = client_of(business, user)
    assert client.get("/dashboard/").status_code == 200

    change_own_role(role_id=door.pk, name="Door", permissions=["bookings.view_customers"])

    assert held(User.objects.get(pk=user.pk)) == ["bookings.view_customers"]
    assert client.get("/dashboard/").status_code == 302


def test_a_new_name_alone_signs_nobody_out(business, door):
    client = client_of(business, with_role(door))

    change_own_role(role_id=door.pk, name="Door staff", permissions=reversed(DOOR))

    assert client.get("/dashboard/").status_code == 200


@pytest.mark.parametrize("permissions", [[], ["bookings.no_such"], [*OWNERS_ONLY, *DOOR]])
def test_nobody_makes_a_role_that_makes_owners(permissions):
    with pytest.raises(Invalid):
        create_own_role(name="Boss", permissions=permissions)


def test_names_are_taken_once_whatever_their_case(door):
    with pytest.raises(RoleNameTaken):
        create_own_role(name="DOOR", permissions=DOOR)


def test_a_role_that_somebody_has_stays(door):
    user = with_role(door)
    with pytest.raises(RoleInUse):
        remove_own_role(role_id=door.pk)
    change_role(user_id=user.pk, role="manager")

    remove_own_role(role_id=door.pk)

    assert not OwnRole.objects.exists()
    assert User.objects.get(pk=user.pk).has_perm("bookings.change_setup")


def test_an_invited_colleague_has_the_role_of_the_invitation(door):
    owner = User.objects.get(role="owner")
    invitation = invite(
        email="new@example.com", role="viewer", own_role_id=door.pk, invited_by_id=owner.pk, now=TONIGHT
    )
    invitation = Invitation.objects.get(pk=invitation.pk)
    issued = issue_invitation_link(invitation_id=invitation.pk, now=TONIGHT)
    assert issued is not None
    user = accept_invitation(
        token=invitation_token(issued[0]), name="New", password="a long password", now=TONIGHT
    )

    assert held(User.objects.get(pk=user.pk)) == DOOR


def test_the_last_owner_keeps_the_place(door):
    with pytest.raises(LastOwner):
        change_role(user_id=User.objects.get(role="owner").pk, role="viewer", own_role_id=door.pk)


def test_who_is_limited_holds_nothing_of_the_whole_house():
    manager = User.objects.get(role="manager")
    before = set(held(manager))

    limited = limit_to_venues(user_id=manager.pk, venue_ids=[make_venue().pk])

    assert set(held(limited)) == before - BUSINESS_WIDE


def test_an_owner_is_never_limited():
    with pytest.raises(Invalid):
        limit_to_venues(user_id=User.objects.get(role="owner").pk, venue_ids=[1])
    manager = User.objects.get(role="manager")
    limit_to_venues(user_id=manager.pk, venue_ids=[1])

    assert change_role(user_id=manager.pk, role="owner").venue_ids == []


# ---- the pages


def test_an_owner_makes_a_role_gives_it_and_sees_it_in_the_matrix(owner_client):
    owner_client.post("/dashboard/staff/roles/new/", {"name": "Door", "permissions": DOOR})
    role = OwnRole.objects.get()
    viewer = User.objects.get(role="viewer")

    owner_client.post(f"/dashboard/staff/{viewer.pk}/role/", {"role": f"own-{role.pk}"})

    page = owner_client.get("/dashboard/staff/").content.decode()
    assert User.objects.get(pk=viewer.pk).own_role == role
    assert f'<option value="own-{role.pk}" selected>Door</option>' in page
    assert '<th scope="col">Door</th>' in page


def test_a_form_with_nothing_ticked_is_shown_again(owner_client):
    answer = owner_client.post("/dashboard/staff/roles/new/", {"name": "Door"})

    assert answer.status_code == 422
    assert "Choose what this role may do." in answer.content.decode()


def test_people_are_limited_on_their_own_page(owner_client):
    make_venue(name="Annexe")
    venue = make_venue(name="Cellar")
    viewer = User.objects.get(role="viewer")

    owner_client.post(f"/dashboard/staff/{viewer.pk}/venues/", {"venues": [venue.pk]})

    assert User.objects.get(pk=viewer.pk).venue_ids == [venue.pk]
    assert "Cellar" in owner_client.get("/dashboard/staff/").content.decode()


def test_the_page_costs_no_more_queries_for_more_people(owner_client, door, count_queries):
    def with_more(count: int) -> int:
        for _ in range(count):
            with_role(door)
        with count_queries() as asked:
            owner_client.get("/dashboard/staff/")
        return asked()

    with_more(1)

    assert with_more(1) == with_more(3) <= 15
