"""The pages about accounts, as people use them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail

from accounts import handlers, services
from accounts.models import Invitation, User
from boom.core import clock
from boom.core.models import OutboxMessage
from tests.conftest import client_of
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("business", "now")

STAFF = "/dashboard/staff/"
NEW = "another long one"


@pytest.fixture
def owner() -> User:
    return User.objects.get(role="owner")


@pytest.fixture
def ann() -> User:
    return make_user(
        name="Ann <b>Bell</b>", email="ann@example.com", role="manager", password="a long password"
    )


@pytest.fixture
def open_invitation(owner: User, ann: User) -> Invitation:
    return services.invite(email="open@example.com", role="viewer", invited_by_id=owner.pk, now=clock.now())


def mailed_path(handler, kind: str, now) -> str:
    """Let the newest such fact's mail be sent, and give the path of the link in it."""
    handler(OutboxMessage.objects.filter(kind=kind).latest("id"), now)
    return re.search(r"http://[^/]+(/accounts/\S+)", mail.outbox[-1].body)[1]


class TestReset:
    def test_from_asking_to_signing_in(self, ann, customer_client, now):
        asked = customer_client.post("/accounts/reset/", {"email": "ann@example.com"})
        path = mailed_path(handlers.mail_reset_link, "accounts.reset_requested", now)
        opened = customer_client.get(path)
        page = customer_client.get(opened["Location"])
        done = customer_client.post(opened["Location"], {"password": NEW})
        signed_in = customer_client.post("/accounts/sign-in/", {"email": ann.email, "password": NEW})

        assert [asked["Location"], opened["Location"], page.status_code, done["Location"]] == [
            "/accounts/reset/sent/",
            "/accounts/reset/new/",
            200,
            "/accounts/reset/done/",
        ]
        assert signed_in["Location"] == "/dashboard/"

    @pytest.mark.parametrize("email", ["ann@example.com", "nobody@example.com"])
    def test_the_answer_is_the_same_for_nobody(self, ann, customer_client, email):
        answer = customer_client.post("/accounts/reset/", {"email": email}, follow=True)

        assert answer.redirect_chain == [("/accounts/reset/sent/", 302)]
        assert email not in answer.content.decode()

    def test_the_link_leaves_the_address_at_once_and_other_sites_never_hear_it(
        self, ann, customer_client, now
    ):
        customer_client.post("/accounts/reset/", {"email": ann.email})

        opened = customer_client.get(mailed_path(handlers.mail_reset_link, "accounts.reset_requested", now))

        cookie = opened.cookies["boom-reset"]
        assert opened["Referrer-Policy"] == "same-origin"
        assert "no-store" in opened["Cache-Control"]
        assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")

    def test_looking_at_the_link_does_not_use_it_up(self, ann, customer_client, now):
        customer_client.post("/accounts/reset/", {"email": ann.email})
        path = mailed_path(handlers.mail_reset_link, "accounts.reset_requested", now)

        answers = [customer_client.get(path).status_code for _ in range(3)]

        assert answers == [302, 302, 302]

    def test_a_link_works_for_one_change(self, ann, customer_client, now):
        customer_client.post("/accounts/reset/", {"email": ann.email})
        customer_client.get(mailed_path(handlers.mail_reset_link, "accounts.reset_requested", now))
        cookie = customer_client.cookies["boom-reset"].value

        customer_client.post("/accounts/reset/new/", {"password": NEW})
        customer_client.cookies["boom-reset"] = cookie
        again = customer_client.post("/accounts/reset/new/", {"password": "a third long one"})

        ann.refresh_from_db()
        assert again.status_code == 404
        assert ann.check_password(NEW)

    @pytest.mark.parametrize(
        "path", ["MQ/abc-def/", "x/y/", "%00/%00/", "é/é/", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk/a-b/"]
    )
    def test_made_up_links_get_a_page_with_a_way_on(self, customer_client, path):
        answer = customer_client.get(f"/accounts/reset/{path}")

        assert answer.status_code == 404
        assert "Send a new link" in answer.content.decode()

    def test_a_password_too_easy_is_refused_with_the_reason(self, ann, customer_client, now):
        customer_client.post("/accounts/reset/", {"email": ann.email})
        customer_client.get(mailed_path(handlers.mail_reset_link, "accounts.reset_requested", now))

        answer = customer_client.post("/accounts/reset/new/", {"password": "password"})

        assert answer.status_code == 422
        assert "too common" in answer.content.decode()

    def test_five_an_hour(self, ann, customer_client, now):
        answers = [customer_client.post("/accounts/reset/", {"email": ann.email}) for _ in range(6)]

        assert [each.status_code for each in answers] == [302] * 5 + [429]
        assert answers[-1]["Retry-After"] == "3600"
        assert 'value="ann@example.com"' in answers[-1].content.decode()


class TestJoining:
    def test_from_the_invitation_to_the_dashboard(self, owner, owner_client, customer_client, now):
        owner_client.post(f"{STAFF}invite/", {"email": "ben@example.com", "role": "front_desk"})
        path = mailed_path(handlers.mail_invitation, "accounts.invited", now)
        opened = customer_client.get(path)
        page = customer_client.get(opened["Location"]).content.decode()
        joined = customer_client.post(
            opened["Location"],
            {"name": "Ben Bell", "password": NEW, "role": "owner", "email": "boss@example.com"},
        )

        ben = User.objects.get(email="ben@example.com")
        assert opened["Location"] == "/accounts/invite/"
        assert "ben@example.com" in page
        assert "Front desk" in page
        assert joined["Location"] == "/dashboard/"
        assert (ben.role, ben.name) == ("front_desk", "Ben Bell")
        assert customer_client.get("/accounts/profile/").status_code == 200

    def test_what_is_missing_is_named_and_the_name_kept(self, owner, customer_client, now):
        services.invite(email="ben@example.com", role="viewer", invited_by_id=owner.pk, now=now)
        customer_client.get(mailed_path(handlers.mail_invitation, "accounts.invited", now))

        answer = customer_client.post("/accounts/invite/", {"name": "Ben", "password": "ben@example.com"})

        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"password"}
        assert 'value="Ben"' in answer.content.decode()

    @pytest.mark.parametrize("token", ["x", "a" * 5000, "%00", "é"])
    def test_made_up_invitations_get_a_page_with_a_way_on(self, customer_client, token):
        answer = customer_client.get(f"/accounts/invite/{token}/")

        assert answer.status_code == 404
        assert "Ask whoever invited you" in answer.content.decode()


class TestProfile:
    def test_a_name_is_saved(self, ann, business):
        client = client_of(business, ann)

        answer = client.post("/accounts/profile/", {"name": "  Ann   Bell "}, follow=True)

        ann.refresh_from_db()
        assert ann.name == "Ann Bell"
        assert "Saved your name." in answer.content.decode()

    def test_what_people_call_themselves_is_text_never_markup(self, ann, business):
        page = client_of(business, ann).get("/accounts/profile/").content.decode()

        assert "<b>Bell</b>" not in page
        assert "&lt;b&gt;Bell&lt;/b&gt;" in page

    def test_a_new_password_ends_the_other_sessions_but_not_this_one(self, ann, business):
        here, elsewhere = client_of(business, ann), client_of(business, ann)

        answer = here.post("/accounts/profile/password/", {"present": "a long password", "password": NEW})

        assert answer["Location"] == "/accounts/profile/"
        assert here.get("/accounts/profile/").status_code == 200
        assert elsewhere.get("/accounts/profile/").status_code == 302

    def test_the_present_password_is_asked_for(self, ann, business):
        client = client_of(business, ann)

        answer = client.post("/accounts/profile/password/", {"present": "wrong", "password": NEW})

        assert answer.status_code == 422
        assert set(answer.context["password_form"].errors) == {"present"}

    def test_guessing_the_present_password_is_limited(self, ann, business):
        client = client_of(business, ann)
        form = {"present": "wrong", "password": NEW}

        answers = [client.post("/accounts/profile/password/", form).status_code for _ in range(6)]

        assert answers == [422] * 5 + [429]

    def test_signing_out_elsewhere_keeps_this_session(self, ann, business):
        here, elsewhere = client_of(business, ann), client_of(business, ann)

        here.post("/accounts/profile/sign-out-elsewhere/")

        assert here.get("/accounts/profile/").status_code == 200
        assert elsewhere.get("/accounts/profile/").status_code == 302

    def test_strangers_are_sent_to_sign_in_and_back(self, customer_client):
        answer = customer_client.get("/accounts/profile/")

        assert answer["Location"] == "/accounts/sign-in/?next=/accounts/profile/"

    def test_a_fragment_without_a_session_sends_the_whole_page_to_sign_in(self, customer_client):
        answer = customer_client.post(
            f"{STAFF}invite/",
            headers={"hx-request": "true", "hx-current-url": "http://twin-a.localhost/dashboard/staff/"},
        )

        assert (answer.status_code, answer.content) == (401, b"")
        assert answer["HX-Redirect"] == "/accounts/sign-in/?next=/dashboard/staff/"


class TestTeam:
    def test_everybody_sees_the_team_and_only_owners_change_it(self, client_as):
        pages = {
            role: client_as(role).get(STAFF).content.decode()
            for role in ("owner", "manager", "front_desk", "viewer")
        }

        assert all("Override booking rules with a reason" in page for page in pages.values())
        assert [role for role, page in pages.items() if "Send invitation" in page] == ["owner"]
        assert [role for role, page in pages.items() if "Take access away" in page] == ["owner"]

    @pytest.mark.parametrize("role", ["manager", "front_desk", "viewer"])
    @pytest.mark.parametrize(
        "path",
        [
            "invite/",
            "{person}/role/",
            "{person}/deactivate/",
            "{person}/reactivate/",
            "invitations/{invitation}/resend/",
            "invitations/{invitation}/revoke/",
        ],
    )
    def test_others_may_not(self, client_as, owner, role, path):
        client, ann = client_as(role), make_user(role="manager")
        invitation = services.invite(
            email="b@example.com", role="owner", invited_by_id=owner.pk, now=clock.now()
        )

        answer = client.post(
            STAFF + path.format(person=ann.pk, invitation=invitation.pk),
            {"email": "c@example.com", "role": "owner"},
        )

        ann.refresh_from_db()
        assert answer.status_code == 403
        assert (ann.role, ann.is_active, Invitation.objects.count()) == ("manager", True, 1)

    def test_a_role_is_changed_without_javascript(self, owner_client, ann):
        answer = owner_client.post(f"{STAFF}{ann.pk}/role/", {"role": "manager"}, follow=True)

        assert "is now manager." in answer.content.decode()
        assert User.objects.get(pk=ann.pk).role == "manager"

    def test_a_role_is_changed_in_place(self, owner_client, ann):
        answer = owner_client.htmx("post", f"{STAFF}{ann.pk}/role/", {"role": "manager"})

        page = answer.content.decode()
        assert answer.status_code == 200
        assert "<html" not in page
        assert re.findall(r'hx-target="(#\w+)" hx-swap', page)[:1] == ["#people"]
        assert page.count('<option value="manager" selected>') == 2

    def test_the_last_owner_stays_and_the_page_says_so(self, owner_client, owner):
        plain = owner_client.post(f"{STAFF}{owner.pk}/role/", {"role": "viewer"})
        fragment = owner_client.htmx("post", f"{STAFF}{owner.pk}/role/", {"role": "viewer"})

        assert [plain.status_code, fragment.status_code] == [409, 409]
        assert "Somebody has to own the place." in fragment.content.decode()
        assert 'id="people"' in fragment.content.decode()

    def test_an_owner_who_steps_down_stays_signed_in_as_what_they_are_now(self, owner_client, owner):
        make_user(role="owner")

        answer = owner_client.post(f"{STAFF}{owner.pk}/role/", {"role": "viewer"}, follow=True)

        assert answer.status_code == 200
        assert "Send invitation" not in answer.content.decode()

    def test_taking_access_away_can_be_undone_from_the_toast(self, owner_client, ann):
        answer = owner_client.htmx("post", f"{STAFF}{ann.pk}/deactivate/")
        undo = re.search(r'action="([^"]+/reactivate/)" hx-post', answer.content.decode()[-2000:])[1]

        owner_client.htmx("post", undo)

        assert User.objects.get(pk=ann.pk).is_active

    @pytest.mark.parametrize("path", ["0/role/", "999999999/deactivate/", f"{10**30}/role/"])
    def test_nobody_is_404(self, owner_client, path):
        assert owner_client.post(STAFF + path, {"role": "viewer"}).status_code == 404

    def test_a_role_that_does_not_exist_is_422(self, owner_client, ann):
        assert owner_client.post(f"{STAFF}{ann.pk}/role/", {"role": "emperor"}).status_code == 422

    @pytest.mark.parametrize(
        "case",
        [
            ({"email": "", "role": "viewer"}, 422, "Type an e-mail address."),
            ({"email": "not one", "role": "viewer"}, 422, "looks like name@example.com"),
            ({"email": "x@example.com", "role": "emperor"}, 422, "Choose role from the list"),
            ({"email": "x\r\ny@example.com", "role": "viewer"}, 422, "looks like name@example.com"),
            ({"email": "ANN@example.com", "role": "viewer"}, 409, "already uses that e-mail"),
            ({"email": "open@example.com", "role": "viewer"}, 409, "has an open invitation"),
        ],
    )
    def test_an_invitation_that_cannot_be_is_said_so_in_place(self, owner_client, open_invitation, case):
        data, status, words = case
        answer = owner_client.htmx("post", f"{STAFF}invite/", data)

        assert answer.status_code == status
        assert words in answer.content.decode()
        assert answer.content.decode().strip().startswith('<section id="invite"')

    def test_the_page_costs_the_same_whoever_many_there_are(self, owner_client, owner, now, count_queries):
        def queries() -> int:
            with count_queries() as count:
                owner_client.get(STAFF)
            return count()

        queries()
        for _ in range(2):
            make_user()
        few = queries()
        for number in range(10):
            make_user()
            services.invite(email=f"n{number}@example.com", role="viewer", invited_by_id=owner.pk, now=now)

        assert queries() == few <= 9


class TestLastSeen:
    def test_it_is_kept_every_five_minutes_at_most(self, ann, business, now):
        client = client_of(business, ann)
        seen = []
        for minutes in (4, 6, 8, 12):
            with clock.set_to(now + timedelta(minutes=minutes)):
                client.get(STAFF)
            ann.refresh_from_db()
            seen.append((ann.last_seen_at - now) // timedelta(minutes=1))

        assert seen == [0, 6, 6, 12]

    def test_it_leaves_no_trace_on_the_record(self, ann, business, now):
        from audit.models import AuditEvent

        client = client_of(business, ann)
        before = AuditEvent.objects.count()

        with clock.set_to(now + timedelta(hours=1)):
            client.get(STAFF)

        ann.refresh_from_db()
        assert ann.last_seen_at == now + timedelta(hours=1)
        assert AuditEvent.objects.count() == before
