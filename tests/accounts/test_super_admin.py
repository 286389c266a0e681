"""Who runs the platform, and the pages for it."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.services import create_super_admin
from audit.models import AuditEvent
from tenants.context import tenant_scope
from tenants.models import Business
from tests.conftest import HostClient
from tests.twins import CANARIES, PASSWORD

EMAIL = "root@boom.example"
LOGIN = "/admin/login/"


@pytest.fixture
def root(public) -> User:
    return create_super_admin(name="Root", email=EMAIL, password=PASSWORD)


@pytest.fixture
def platform() -> HostClient:
    """Unlike a visitor's: the super admin may see the businesses' names."""
    return HostClient("localhost")


@pytest.fixture
def admin(root, platform) -> HostClient:
    platform.force_login(root)
    return platform


def test_the_command_makes_one(public, capsys):
    call_command("create_super_admin", "Root@Boom.example", password=PASSWORD)

    user = User.objects.get()
    assert (user.email, user.is_superuser, user.check_password(PASSWORD)) == (EMAIL, True, True)
    assert capsys.readouterr().out == "root@boom.example runs the platform.\n"


@pytest.mark.parametrize(
    ("email", "password"), [("root", PASSWORD), (EMAIL, "short"), (EMAIL, "password12"), (EMAIL, EMAIL)]
)
def test_the_command_refuses_what_is_unsafe(public, email, password):
    with pytest.raises(CommandError):
        call_command("create_super_admin", email, password=password)

    assert User.objects.count() == 0


def test_the_command_changes_nobody_by_accident(root):
    with pytest.raises(CommandError, match="--reset"):
        call_command("create_super_admin", EMAIL, password="another long one")

    root.refresh_from_db()
    assert root.check_password(PASSWORD)


def test_a_reset_ends_their_sessions(root, admin):
    before = admin.get("/admin/").status_code

    call_command("create_super_admin", EMAIL, password="another long one", reset=True)

    assert (before, admin.get("/admin/").status_code) == (200, 302)


def test_a_super_admin_cannot_be_made_in_a_venue(business):
    with pytest.raises(AssertionError):
        create_super_admin(name="Root", email=EMAIL, password=PASSWORD)


def test_they_sign_in_at_the_platform(root, platform):
    answer = platform.post(LOGIN, {"email": EMAIL, "password": PASSWORD})

    assert answer["Location"] == "/admin/"
    assert platform.get("/admin/").status_code == 200


def test_a_venues_owner_does_not(root, platform, twin_a):
    email = f"owner@{CANARIES['twin-a']}.example"

    answer = platform.post(LOGIN, {"email": email, "password": PASSWORD})

    assert answer.status_code == 422


def test_an_account_of_the_platform_that_is_no_super_admin_does_not(public, platform):
    from accounts.services import create_user

    create_user(name="Helper", email="helper@boom.example", password=PASSWORD, role="owner")

    answer = platform.post(LOGIN, {"email": "helper@boom.example", "password": PASSWORD})

    assert answer.status_code == 422
    assert platform.get("/admin/").status_code == 302


def test_a_super_admin_is_nobody_at_a_venue(root, twin_a):
    client = HostClient(twin_a.host)

    assert client.post("/accounts/sign-in/", {"email": EMAIL, "password": PASSWORD}).status_code == 422
    assert client.get("/admin/").status_code == 404


def test_the_sixth_try_is_refused(root, platform):
    answers = [platform.post(LOGIN, {"email": EMAIL, "password": "wrong"}).status_code for _ in range(5)]

    refused = platform.post(LOGIN, {"email": EMAIL, "password": PASSWORD})

    assert answers == [422] * 5
    assert (refused.status_code, refused["Retry-After"]) == (429, "300")


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/tenants/business/",
        "/admin/tenants/business/?q=twin",
        "/admin/audit/auditevent/",
        "/admin/accounts/user/",
        "/admin/password_change/",
    ],
)
def test_its_pages_have_nothing_inline_for_our_policy_to_refuse(admin, path):
    answer = admin.get(path)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "style=" not in page
    assert "<style" not in page
    assert "<script>" not in page
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_it_lists_the_businesses(admin, twin_a, twin_b):
    page = admin.get("/admin/tenants/business/").content.decode()

    assert twin_a.name in page
    assert twin_b.name in page


def test_suspending_and_resuming_are_on_record(admin, root, twin_a):
    chosen = {"_selected_action": [twin_a.pk], "index": "0"}

    admin.post("/admin/tenants/business/", {"action": "suspend", **chosen})
    closed = HostClient(twin_a.host).get("/accounts/sign-in/").status_code
    admin.post("/admin/tenants/business/", {"action": "resume", **chosen})

    twin_a.refresh_from_db()
    events = AuditEvent.objects.filter(table="tenants_business", entity_id=str(twin_a.pk), action="update")
    assert (closed, twin_a.status) == (503, "active")
    assert [(each.actor_kind, each.actor_label, each.source) for each in events] == [
        ("super_admin", "Root", "admin")
    ] * 2


@pytest.mark.parametrize(
    "path", ["tenants/business/add/", "audit/auditevent/add/", "accounts/user/add/", "auth/group/"]
)
def test_nothing_is_made_there_by_hand(admin, path):
    assert admin.get(f"/admin/{path}").status_code in {403, 404}


def test_nothing_is_typed_over_or_removed_there(admin, root, twin_a):
    event = AuditEvent.objects.latest("id")
    for path in (
        f"tenants/business/{twin_a.pk}",
        f"audit/auditevent/{event.pk}",
        f"accounts/user/{root.pk}",
    ):
        assert admin.get(f"/admin/{path}/change/").status_code == 200
        assert admin.post(f"/admin/{path}/change/", {"name": "Mine"}).status_code == 403
        assert admin.post(f"/admin/{path}/delete/", {"post": "yes"}).status_code == 403

    twin_a.refresh_from_db()
    assert Business.objects.get(pk=twin_a.pk).name == twin_a.name != "Mine"


def test_a_venues_people_are_not_listed(admin, twin_a):
    with tenant_scope(twin_a):
        emails = list(User.objects.values_list("email", flat=True))

    page = admin.get("/admin/accounts/user/").content.decode()

    assert EMAIL in page
    assert not any(email in page for email in emails)
