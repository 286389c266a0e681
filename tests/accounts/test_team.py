"""Who is on the team, and as what."""

from __future__ import annotations

import pytest

from accounts import services
from accounts.errors import EmailTaken, LastOwner, PersonUnknown
from accounts.models import User
from accounts.permissions import Role
from boom.core.models import OutboxMessage
from tenants.models import Business
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("business")


def told() -> list[tuple[str, dict[str, object]]]:
    return list(OutboxMessage.objects.order_by("id").values_list("kind", "payload"))


@pytest.fixture(autouse=True)
def _no_earlier_facts(business: Business) -> None:
    OutboxMessage.objects.all().delete()


@pytest.fixture
def owner() -> User:
    return User.objects.get(role="owner")


def test_an_address_is_unique_whatever_its_case():
    make_user(email="ann@example.com")

    with pytest.raises(EmailTaken):
        make_user(email=" ANN@Example.com")


def test_a_new_role_raises_the_access_version_and_is_told():
    ann = make_user(role="viewer")

    services.change_role(user_id=ann.pk, role="manager")

    ann.refresh_from_db()
    assert (ann.role, ann.access_version) == ("manager", 2)
    assert told() == [("accounts.access_changed", {"user": ann.pk, "access_version": 2, "by": ""})]


def test_the_same_role_again_changes_nothing():
    ann = make_user(role="viewer")

    services.change_role(user_id=ann.pk, role="viewer")

    ann.refresh_from_db()
    assert ann.access_version == 1
    assert told() == []


def test_a_role_that_does_not_exist_is_refused():
    ann = make_user(role="viewer")

    with pytest.raises(ValueError, match="emperor"):
        services.change_role(user_id=ann.pk, role="emperor")


@pytest.mark.parametrize("key", [0, 987654321, 10**30])
def test_nobody_has_no_role(key):
    with pytest.raises(PersonUnknown):
        services.change_role(user_id=key, role="viewer")


def test_the_last_owner_cannot_be_demoted(owner):
    with pytest.raises(LastOwner):
        services.change_role(user_id=owner.pk, role="manager")

    owner.refresh_from_db()
    assert (owner.role, owner.access_version) == ("owner", 1)
    assert told() == []


def test_the_last_owner_cannot_be_deactivated(owner):
    with pytest.raises(LastOwner):
        services.deactivate(user_id=owner.pk)

    owner.refresh_from_db()
    assert owner.is_active


def test_an_owner_without_access_does_not_count(owner):
    second = make_user(role="owner")
    services.deactivate(user_id=second.pk)

    with pytest.raises(LastOwner):
        services.change_role(user_id=owner.pk, role="viewer")


def test_with_a_second_owner_the_first_may_go(owner):
    make_user(role="owner")

    services.change_role(user_id=owner.pk, role="viewer")

    owner.refresh_from_db()
    assert owner.role == "viewer"


def test_taking_access_away_is_told_and_can_be_undone():
    ann = make_user(role="manager")

    services.deactivate(user_id=ann.pk)
    services.reactivate(user_id=ann.pk)

    ann.refresh_from_db()
    assert (ann.is_active, ann.role, ann.access_version) == (True, "manager", 3)
    assert [kind for kind, _ in told()] == ["accounts.access_changed", "accounts.access_changed"]


def test_doing_it_twice_changes_nothing_more():
    ann = make_user()

    for change in (services.deactivate, services.deactivate, services.reactivate, services.reactivate):
        change(user_id=ann.pk)

    ann.refresh_from_db()
    assert ann.access_version == 3


def test_without_access_nothing_is_permitted():
    ann = make_user(role=Role.OWNER)

    ann = services.deactivate(user_id=ann.pk)

    assert not ann.has_perm("bookings.view_calendar")
    assert not ann.has_module_perms("bookings")
