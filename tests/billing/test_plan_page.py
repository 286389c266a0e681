"""The owner's page of the plan, the price list, and the super admin's pages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail

from accounts.models import User
from audit.models import AuditEvent
from billing.domain.dunning import Payment
from billing.domain.platform_fees import FeeTerms
from billing.models import (
    BillingTerms,
    BusinessPlan,
    Plan,
    PlanPrice,
    PlatformFee,
    UsageDay,
    UsageMonth,
)
from billing.services import standing
from billing.services.usage import Usage, close_month, note_usage
from bookings.models import Room
from bookings.services.usage import record_usage
from boom.core import outbox
from boom.core.models import OutboxMessage
from notifications.models import Message
from notifications.plan_handlers import mail_owners
from notifications.services.texting import suppress
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tests.conftest import TONIGHT, HostClient, client_of
from tests.factories import make_booking, make_room
from tests.factories.people import make_user
from tests.factories.plans import make_plan, put_on

DAY = timedelta(days=1)
# What the admin's page sends of fees where there are none.
NO_FEES = {"platform_fees-TOTAL_FORMS": 0, "platform_fees-INITIAL_FORMS": 0}
CALLS = {"api_calls_a_minute": 60}


def test_only_owners_see_it(business, client_as):
    seen = {
        role: client_as(role).get("/dashboard/plan/").status_code for role in ("owner", "manager", "viewer")
    }

    assert seen == {"owner": 200, "manager": 403, "viewer": 403}


def test_it_says_how_much_is_used_and_what_happens_at_the_limit(business, owner_client, now):
    room = make_room()
    make_booking(room=room, starts_at=TONIGHT + DAY)
    put_on(
        business,
        make_plan(name="Little", rooms=4, bookings_a_month=9),
        trial_ends_at=TONIGHT + 5 * DAY,
        next_change_at=TONIGHT + 5 * DAY,
    )

    page = owner_client.get("/dashboard/plan/").content.decode()

    assert "1 of 4 rooms" in page
    assert "1 of 9 bookings this month" in page
    assert "Until 26 November 2026 you have everything in Little" in page
    assert "At the limit nothing more can be booked for the month" in page


def test_prices_come_from_the_data_by_month_and_by_year(business, owner_client):
    month = owner_client.get("/dashboard/plan/").content.decode()
    year = owner_client.get("/dashboard/plan/?pay=year").content.decode()

    assert all(price in month for price in ("$29", "$79", "$199"))
    assert all(price in year for price in ("$290", "$790", "$1,990", "$58 less than twelve"))
    assert "SMS" not in month


def test_a_smaller_plan_names_the_rooms_to_archive_first(business, owner_client, now):
    rooms = [make_room(name=f"Room {letter}") for letter in "ABCDEFG"]
    make_booking(room=rooms[6], starts_at=TONIGHT + DAY)

    page = owner_client.get("/dashboard/plan/").content.decode()
    starter = page[page.index('id="plan-starter"') : page.index('id="plan-professional"')]

    assert "First archive these 2 rooms" in starter
    assert ("Room F" in starter, "Room E" in starter, "Room G" in starter) == (True, True, False)
    assert "First archive" not in page[page.index('id="plan-professional"') :]


@pytest.mark.parametrize("state", [{}, {"state": "suspended", "access": "closed"}])
def test_they_are_archived_by_one_press_also_when_everything_else_is_closed(business, owner_client, state):
    rooms = [make_room(name=f"Room {letter}") for letter in "ABCDEFG"]
    put_on(business, make_plan(), **state)
    page = owner_client.get("/dashboard/plan/").content.decode()
    starter = page[page.index('id="plan-starter"') : page.index('id="plan-professional"')]
    named = re.findall(r'name="rooms" value="(\d+)"', starter)

    owner_client.post("/dashboard/plan/archive/", {"rooms": named})

    archived = set(
        Room.objects.filter(state="archived", pk__in=[room.pk for room in rooms]).values_list(
            "name", flat=True
        )
    )
    assert archived == {"Room F", "Room G"}
    assert "First archive" not in owner_client.get("/dashboard/plan/").content.decode()


def test_only_rooms_in_use_can_be_archived_there(business, owner_client):
    room = make_room()

    for typed in (["999999"], ["x"], []):
        owner_client.post("/dashboard/plan/archive/", {"rooms": [*typed, str(room.pk)] if typed else []})

    assert Room.objects.get(pk=room.pk).state == "active"


def test_the_price_list_on_the_landing_page_is_the_data(public, platform_client: HostClient):
    Plan.objects.filter(code="starter").update(name="Beginner", rooms=6)

    page = platform_client.get("/").content.decode()

    assert all(words in page for words in ("Beginner", "6 rooms", "$29", "$199", "As many rooms as you have"))
    assert "SMS" not in page


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": "past_due", "payment": "failing"}, "Your payment was refused"),
        ({"state": "grace"}, "Your plan is not paid"),
        ({"state": "read_only", "access": "read_only"}, "can only be looked at"),
        ({"is_comped": True, "state": "active", "comp_reason": "x"}, "for nothing"),
    ],
)
def test_every_state_is_said_in_words(business, owner_client, values, words):
    since = {"payment_since": TONIGHT} if "payment" in values else {}
    put_on(business, make_plan(), next_change_at=TONIGHT, **values, **since)

    assert words in owner_client.get("/dashboard/plan/").content.decode()


class TestUsage:
    def test_a_day_is_noted_once_and_put_right(self, business, now):
        make_room()
        record_usage(business, now=TONIGHT)
        make_room()
        record_usage(business, now=TONIGHT + timedelta(hours=1))

        with public_scope():
            rows = list(UsageDay.objects.filter(business=business).values_list("day", "rooms"))
        assert rows == [(date(2026, 11, 21), 2)]

    def test_owners_are_told_at_80_and_at_100_per_cent_once_a_month(self, business, public):
        put_on(business, make_plan(rooms=5, bookings_a_month=100))
        for bookings in (79, 80, 85, 100, 99, 100):
            note(business, bookings, date(2026, 11, 20))
        note(business, 90, date(2026, 12, 1))

        told = [
            (payload["metric"], payload["level"])
            for payload in OutboxMessage.objects.filter(kind="plan.level_reached")
            .order_by("id")
            .values_list("payload", flat=True)
        ]

        assert told == [("bookings", 80), ("bookings", 100), ("bookings", 80)]
        assert BusinessPlan.objects.get(business=business).usage_level == 80

    def test_that_all_rooms_are_in_use_is_told_once_for_each_limit(self, business, public):
        for rooms, day in ((5, date(2026, 11, 20)), (5, date(2026, 12, 1)), (8, date(2026, 12, 2))):
            put_on(business, make_plan(rooms=rooms))
            usage = Usage(rooms=rooms, bookings=1)
            note_usage(business_id=business.pk, day=day, usage=usage, now=TONIGHT)

        told = OutboxMessage.objects.filter(kind="plan.level_reached").order_by("id")
        assert [message.payload["limit"] for message in told] == [5, 8]

    def test_what_is_above_a_limit_that_is_charged_is_counted_for_the_invoice_once(self, business, public):
        put_on(business, make_plan(bookings_a_month=100, above_limit="bill", overage_minor=40))

        for bookings in (130, 155):
            close_month(business_id=business.pk, month=date(2026, 10, 1), bookings=bookings, now=TONIGHT)

        row = UsageMonth.objects.get(business=business)
        assert (row.bookings, row.over, row.amount_minor) == (130, 30, 1200)
        assert OutboxMessage.objects.filter(kind="plan.overage_due").count() == 1

    def test_nothing_is_charged_where_the_plan_refuses(self, business, public):
        put_on(business, make_plan(bookings_a_month=1))

        assert close_month(business_id=business.pk, month=date(2026, 10, 1), bookings=9, now=TONIGHT) is None


def note(business: Business, bookings: int, day: date) -> None:
    note_usage(business_id=business.pk, day=day, usage=Usage(rooms=1, bookings=bookings), now=TONIGHT)


class TestLetters:
    def tell(self, business: Business, kind: str) -> None:
        with public_scope():
            message = OutboxMessage.objects.filter(kind=kind).latest("id")
            for _ in range(2):
                mail_owners(message, TONIGHT)

    def test_the_owner_hears_of_the_end_of_the_trial_once(self, business, now):
        put_on(business, make_plan(), trial_ends_at=TONIGHT + 3 * DAY)
        with public_scope():
            standing.settle(business_id=business.pk, now=TONIGHT)

        self.tell(business, "plan.trial_ends_soon")

        assert [letter.to for letter in mail.outbox] == [[User.objects.get(role="owner").email]]
        assert "Your trial ends in 3 days" in mail.outbox[0].subject
        assert "24 November 2026" in mail.outbox[0].body
        assert "/dashboard/plan/" in mail.outbox[0].body
        assert Message.objects.get(kind="plan.trial_ends_soon").state == "sent"

    def test_an_owner_nobody_can_write_to_keeps_it_from_no_other(self, business, now):
        put_on(business, make_plan(), trial_ends_at=TONIGHT + 3 * DAY)
        first = User.objects.get(role="owner")
        make_user(email="second@example.com", role="owner")
        suppress(channel="email", address=first.email, reason="Nobody is there.")
        with public_scope():
            standing.settle(business_id=business.pk, now=TONIGHT)

        with pytest.raises(outbox.GiveUp):
            self.tell(business, "plan.trial_ends_soon")

        assert [letter.to for letter in mail.outbox] == [["second@example.com"]]

    def test_a_state_that_has_passed_is_not_written_about(self, business, now):
        put_on(business, make_plan(), trial_ends_at=TONIGHT - DAY)
        with public_scope():
            standing.settle(business_id=business.pk, now=TONIGHT)
            stale = OutboxMessage.objects.filter(kind="plan.state_changed").latest("id")
            standing.note_payment(business_id=business.pk, payment=Payment.GOOD, now=TONIGHT)
            mail_owners(stale, TONIGHT)

        assert mail.outbox == []
        self.tell(business, "plan.state_changed")
        assert "Everything is in order again" in mail.outbox[0].subject

    def test_each_kind_of_news_has_a_letter(self):
        names = set(outbox.registered_handlers())

        assert {
            "notifications.mail_plan_state_changed",
            "notifications.mail_plan_trial_ends_soon",
            "notifications.mail_plan_level_reached",
        } <= names


class TestSuperAdmin:
    @pytest.fixture
    def admin(self, public: None) -> HostClient:
        """Somebody who may see every business's name."""
        client = HostClient(settings.BASE_DOMAIN)
        client.force_login(
            User.objects.create_superuser(email="boss@example.com", password="correct horse battery")
        )
        return client

    def test_the_list_shows_plan_state_and_usage(self, admin, twin_a):
        put_on(twin_a, make_plan(name="Little", rooms=4))
        note(twin_a, 12, date(2026, 11, 20))

        page = admin.get("/admin/billing/businessplan/?q=twin-a").content.decode()

        assert "Little" in page
        assert "1 of 4 rooms, 12 of any bookings on 20 Nov 2026" in page

    def test_limits_features_and_prices_change_without_a_deploy(self, admin):
        plan = Plan.objects.get(code="starter")

        answer = admin.post(
            f"/admin/billing/plan/{plan.pk}/change/",
            {
                "name": "Starter", "order": 1, "is_offered": "on", "rooms": 8, "bookings_a_month": 100,
                "above_limit": "refuse", "overage_minor": 0, "support": "", "features": ["analytics"],
                "month_minor": 3500, "year_minor": "", **NO_FEES, **CALLS,
            },
        )  # fmt: skip

        plan.refresh_from_db()
        assert answer.status_code == 302
        assert (plan.rooms, plan.features) == (8, ["analytics"])
        assert [price.amount_minor for price in PlanPrice.objects.offered().filter(plan=plan)] == [3500]
        assert AuditEvent.objects.filter(table="billing_plan", actor_kind="super_admin").exists()

    def test_only_what_exists_has_a_switch_and_what_is_set_up_for_later_stays(self, admin):
        plan = Plan.objects.get(code="professional")

        page = admin.get(f"/admin/billing/plan/{plan.pk}/change/").content.decode()
        admin.post(
            f"/admin/billing/plan/{plan.pk}/change/",
            {
                "name": "Professional", "order": 2, "is_offered": "on", "rooms": 20, "overage_minor": 0,
                "bookings_a_month": 500, "above_limit": "refuse", "support": "", "features": [],
                "month_minor": 7900, "year_minor": 79000, **NO_FEES, **CALLS,
            },
        )  # fmt: skip

        assert ("sms" in page, "ai_suggestions" in page) == (True, False)
        assert Plan.objects.get(pk=plan.pk).features == ["ai_suggestions"]

    def test_what_the_platform_keeps_of_payments_is_said_by_currency(self, admin):
        plan = Plan.objects.get(code="professional")
        form = {
            "name": "Professional", "order": 2, "is_offered": "on", "rooms": 20, "overage_minor": 0,
            "bookings_a_month": 500, "above_limit": "refuse", "support": "", "features": [],
            "month_minor": 7900, "year_minor": 79000, "platform_fees-TOTAL_FORMS": 1, **CALLS,
        }  # fmt: skip
        fee = {
            "currency": "GBP",
            "basis_points": 150,
            "fixed_minor": 10,
            "is_returned": "on",
            "plan": plan.pk,
        }
        row = {f"platform_fees-0-{name}": value for name, value in fee.items()}

        admin.post(f"/admin/billing/plan/{plan.pk}/change/", NO_FEES | form | row)
        kept = PlatformFee.objects.get()
        gone = row | {"platform_fees-0-id": kept.pk, "platform_fees-0-DELETE": "on"}
        was_kept = (kept.plan, kept.currency, kept.terms)
        first = {"platform_fees-INITIAL_FORMS": 1}
        admin.post(f"/admin/billing/plan/{plan.pk}/change/", NO_FEES | form | gone | first)

        assert was_kept == (plan, "GBP", FeeTerms(150, 10, is_returned=True))
        assert not PlatformFee.objects.exists()
        assert AuditEvent.objects.filter(table="billing_platformfee", actor_kind="super_admin").exists()

    def test_a_plan_that_charges_says_how_much(self, admin):
        plan = Plan.objects.get(code="starter")

        page = admin.post(
            f"/admin/billing/plan/{plan.pk}/change/",
            {"name": "Starter", "order": 1, "above_limit": "bill", "overage_minor": 0, "rooms": 0},
        ).content.decode()

        assert "Say what a booking above the limit costs." in page
        assert Plan.objects.get(pk=plan.pk).above_limit == "refuse"

    def test_dates_and_a_gift_are_set_for_one_business_and_on_record(self, admin, twin_a):
        held = BusinessPlan.objects.get(business=twin_a)

        answer = admin.post(
            f"/admin/billing/businessplan/{held.pk}/change/",
            {
                "plan": held.plan_id, "is_comped": "on", "comp_reason": "A friend of the house",
                "trial_ends_at_0": "2026-01-15", "trial_ends_at_1": "12:00:00",
                "comped_until_0": "2099-01-01", "comped_until_1": "00:00:00",
            },
        )  # fmt: skip

        held.refresh_from_db()
        assert answer.status_code == 302
        assert (held.state, held.comped_until) == ("active", datetime(2099, 1, 1, tzinfo=UTC))
        event = AuditEvent.objects.filter(table="billing_businessplan").latest("id")
        assert (event.actor_kind, event.new["comp_reason"]) == ("super_admin", "A friend of the house")

    def test_a_gift_without_a_reason_is_refused(self, admin, twin_a):
        held = BusinessPlan.objects.get(business=twin_a)

        page = admin.post(
            f"/admin/billing/businessplan/{held.pk}/change/",
            {
                "plan": held.plan_id, "is_comped": "on", "comp_reason": "",
                "trial_ends_at_0": "2026-01-15", "trial_ends_at_1": "12:00:00",
            },
        ).content.decode()  # fmt: skip

        assert "Say why it is given for nothing." in page

    def test_a_retry_that_would_never_come_is_refused(self, admin):
        page = admin.post(
            "/admin/billing/billingterms/1/change/",
            {
                "trial_days": 14, "trial_plan": BillingTerms.objects.get().trial_plan_id,
                "reminder_days": "[7]", "past_due_days": 7, "grace_days": 7, "read_only_days": 14,
                "retry_days": "[1, 7]", "notice_levels": "[80]",
            },
        ).content.decode()  # fmt: skip

        assert "After 7 days it is not tried again." in page
        assert BillingTerms.objects.get().retry_days == [1, 3, 5]

    def test_terms_are_lists_of_days(self, admin):
        terms = BillingTerms.objects.get()
        values = {
            "trial_days": 14, "trial_plan": terms.trial_plan_id, "past_due_days": 7, "grace_days": 7,
            "read_only_days": 14, "reminder_days": "[1, 2]", "retry_days": "[2]", "notice_levels": "[50]",
        }  # fmt: skip

        refused = admin.post("/admin/billing/billingterms/1/change/", values | {"reminder_days": '["x"]'})
        taken = admin.post("/admin/billing/billingterms/1/change/", values)

        assert "Give whole numbers" in refused.content.decode()
        assert taken.status_code == 302
        assert BillingTerms.objects.get().reminder_days == [1, 2]


def test_a_room_that_is_refused_leads_the_owner_to_the_plan(business, owner_client):
    room = make_room()
    put_on(business, make_plan(rooms=1))
    archived = make_room(room.venue, state="archived")

    answer = client_of(business, User.objects.get(role="owner")).post(
        f"/dashboard/rooms/{archived.pk}/", {"state": "active"}
    )

    assert answer.status_code in {402, 422}
    with tenant_scope(business):
        assert Room.objects.get(pk=archived.pk).state == "archived"
