"""The three plans with their first prices, and a trial of 14 days, from now on, for every business there is."""

from datetime import timedelta
from typing import Any

from django.db import migrations
from django.utils import timezone

TRIAL_DAYS = 14
BUILT_OR_NAMED = {
    "starter": [],
    "professional": ["advanced_calendar", "analytics", "sms", "ai_suggestions"],
    "enterprise": [
        "advanced_calendar",
        "analytics",
        "sms",
        "ai_suggestions",
        "advanced_ai",
        "custom_integrations",
        "white_label",
    ],
}
# code, name, US cents a month, rooms, bookings a month, support. A year costs ten months.
PLANS = [
    ("starter", "Starter", 2900, 5, 100, "Support by e-mail"),
    ("professional", "Professional", 7900, 20, 500, "Priority support"),
    ("enterprise", "Enterprise", 19900, None, None, "Dedicated support"),
]


def forwards(apps: Any, schema_editor: Any) -> None:
    plans = apps.get_model("billing", "Plan")
    prices = apps.get_model("billing", "PlanPrice")
    for order, (code, name, cents, rooms, bookings, support) in enumerate(PLANS, start=1):
        plan = plans.objects.create(
            code=code,
            name=name,
            order=order,
            rooms=rooms,
            bookings_a_month=bookings,
            features=BUILT_OR_NAMED[code],
            support=support,
        )
        prices.objects.create(plan=plan, period="month", amount_minor=cents, currency="USD")
        prices.objects.create(plan=plan, period="year", amount_minor=cents * 10, currency="USD")
    trial_plan = plans.objects.get(code="enterprise")
    apps.get_model("billing", "BillingTerms").objects.create(
        id=1,
        trial_days=TRIAL_DAYS,
        trial_plan=trial_plan,
        reminder_days=[7, 3, 1],
        retry_days=[1, 3, 5],
        notice_levels=[80, 100],
    )
    # Fair: whoever was here before plans has as long to look at them as whoever signs up today, with
    # everything they had.
    now = timezone.now()
    ends_at = now + timedelta(days=TRIAL_DAYS)
    apps.get_model("billing", "BusinessPlan").objects.bulk_create(
        apps.get_model("billing", "BusinessPlan")(
            business_id=business_id,
            plan=trial_plan,
            state="trial",
            state_since=now,
            access="full",
            trial_ends_at=ends_at,
            next_change_at=ends_at,
        )
        for business_id in apps.get_model("tenants", "Business").objects.values_list("id", flat=True)
    )


class Migration(migrations.Migration):
    dependencies = [("billing", "0002_plans"), ("tenants", "0004_erasures")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
