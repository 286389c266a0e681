"""Two at the same moment: what may happen once happens once. Real transactions, threads, and the controls."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from accounts import services
from accounts.errors import EmailTaken, InvitationUnknown, LastOwner, LinkSpent
from accounts.models import Invitation, User
from accounts.permissions import Role
from accounts.tokens import HandOverTokens, ResetTokens
from boom.core import clock
from boom.core.errors import DomainError
from tenants.context import tenant_scope
from tenants.models import Business
from tests.factories import make_user

ROUNDS = 5


def at_once(business: Business, *attempts: Callable[[], Any]) -> list[type[DomainError] | None]:
    """Start all attempts together, each in a thread of its own; what each was refused with, or None."""
    together = threading.Barrier(len(attempts))

    def run(attempt: Callable[[], Any]) -> type[DomainError] | None:
        try:
            with tenant_scope(business):
                together.wait()
                attempt()
        except DomainError as refusal:
            return type(refusal)
        else:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def by_name(outcomes: list[type[DomainError] | None]) -> list[str]:
    return sorted(outcome.__name__ if outcome else "" for outcome in outcomes)


def two_owners() -> tuple[User, User]:
    """Exactly two active owners."""
    User.objects.filter(role=Role.OWNER).delete()
    return make_user(role="owner"), make_user(role="owner")


def active_owners() -> int:
    return User.objects.filter(role=Role.OWNER, is_active=True).count()


@pytest.mark.parametrize(
    ("step_down", "also"),
    [
        (lambda user: services.change_role(user_id=user.pk, role="viewer"),) * 2,
        (lambda user: services.deactivate(user_id=user.pk),) * 2,
        (
            lambda user: services.change_role(user_id=user.pk, role="viewer"),
            lambda user: services.deactivate(user_id=user.pk),
        ),
    ],
    ids=["both demoted", "both deactivated", "one of each"],
)
def test_two_owners_who_step_down_at_once_leave_one(live_business, step_down, also):
    for _ in range(ROUNDS):
        one, other = two_owners()

        outcomes = at_once(live_business, lambda a=one: step_down(a), lambda b=other: also(b))

        assert (by_name(outcomes), active_owners()) == (["", "LastOwner"], 1)


def test_control_asking_first_without_the_lock_leaves_nobody(live_business):
    """The rule without `_lock_active_owners`: both ask while both are still owners."""
    one, other = two_owners()
    both_have_asked = threading.Barrier(2)

    def demote_unlocked(user: User) -> None:
        with transaction.atomic():
            owners = set(User.objects.filter(role=Role.OWNER, is_active=True).values_list("pk", flat=True))
            if owners == {user.pk}:
                raise LastOwner
            both_have_asked.wait()
            User.objects.filter(pk=user.pk).update(role=Role.VIEWER)

    outcomes = at_once(live_business, lambda: demote_unlocked(one), lambda: demote_unlocked(other))

    assert (outcomes, active_owners()) == ([None, None], 0)


def test_an_invitation_used_by_two_at_once_makes_one_account(live_business):
    owner = User.objects.get()
    for number in range(ROUNDS):
        invitation = services.invite(
            email=f"ben{number}@example.com", role="viewer", invited_by_id=owner.pk, now=clock.now()
        )
        _, token = services.issue_invitation_link(invitation_id=invitation.pk, now=clock.now())

        def join(token: str = token) -> None:
            services.accept_invitation(token=token, name="Ben", password="a long password", now=clock.now())

        outcomes = at_once(live_business, *[join] * 4)

        assert outcomes.count(None) == 1
        assert set(outcomes) - {None} <= {InvitationUnknown, EmailTaken}
        assert User.objects.filter(email=invitation.email).count() == 1


def test_one_address_invited_by_two_at_once_has_one_invitation(live_business):
    owner = User.objects.get()

    def invite() -> None:
        services.invite(email="ben@example.com", role="viewer", invited_by_id=owner.pk, now=clock.now())

    outcomes = at_once(live_business, *[invite] * 4)

    assert by_name(outcomes) == ["", "AlreadyInvited", "AlreadyInvited", "AlreadyInvited"]
    assert Invitation.objects.count() == 1


def test_one_address_added_by_two_at_once_is_one_account(live_business):
    outcomes = at_once(live_business, *[lambda: make_user(email="ben@example.com")] * 4)

    assert by_name(outcomes) == ["", "EmailTaken", "EmailTaken", "EmailTaken"]


def test_a_reset_link_used_twice_at_once_sets_one_password(live_business):
    for _ in range(ROUNDS):
        ann = make_user()
        token = ResetTokens(now=clock.now()).make_token(ann)

        def reset(password: str, user: User = ann, token: str = token) -> None:
            services.reset_password(user_id=user.pk, token=token, password=password, now=clock.now())

        outcomes = at_once(
            live_business, lambda: reset("a long password one"), lambda: reset("a long password two")
        )

        assert by_name(outcomes) == ["", "LinkSpent"]


def test_a_hand_over_used_twice_at_once_signs_in_once(live_business):
    for _ in range(ROUNDS):
        ann = make_user()
        token = HandOverTokens(now=clock.now()).make_token(ann)

        def arrive(user: User = ann, token: str = token) -> None:
            services.redeem_hand_over(user_id=user.pk, token=token, now=clock.now())

        outcomes = at_once(live_business, *[arrive] * 3)

        assert by_name(outcomes) == ["", "LinkSpent", "LinkSpent"]


def test_control_a_look_at_the_token_without_the_lock_lets_both_in(live_business):
    ann = make_user()
    token = HandOverTokens(now=clock.now()).make_token(ann)
    both_have_looked = threading.Barrier(2)

    def arrive_unlocked() -> None:
        user = User.objects.get(pk=ann.pk)
        is_good = HandOverTokens(now=clock.now()).check_token(user, token)
        both_have_looked.wait()
        if not is_good:
            raise LinkSpent
        services.note_sign_in(user=user, now=clock.now())

    assert at_once(live_business, arrive_unlocked, arrive_unlocked) == [None, None]
