"""Plans, prices, terms, and where each business stands: the super admin's, all of it on record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from billing.admin.stripe import OnlyToLookAt
from billing.domain.features import BUILT
from billing.domain.plans import Period
from billing.models import (
    BillingTerms,
    BusinessPlan,
    Plan,
    PlanPrice,
    PlatformFee,
    UsageDay,
    UsageMonth,
)
from billing.services import plans, platform_fees, standing
from boom.core import clock

LIMITS = (
    "name",
    "order",
    "is_offered",
    "rooms",
    "bookings_a_month",
    "above_limit",
    "overage_minor",
    "api_calls_a_minute",
    "support",
)
MOST_DAYS = 366
# Only what exists: a switch of what is not built yet would do nothing.
NAMED = [(feature.value, words) for feature, words in BUILT.items()]


class PlanForm(forms.ModelForm):
    """What a plan gives, and what it costs from now on."""

    order = forms.IntegerField(min_value=0, max_value=1000)
    rooms = forms.IntegerField(min_value=1, max_value=100_000, required=False, help_text="Empty: any number.")
    bookings_a_month = forms.IntegerField(
        min_value=0, max_value=100_000_000, required=False, help_text="Empty: any number."
    )
    overage_minor = forms.IntegerField(
        label="US cents for each booking above the limit", min_value=0, max_value=1_000_000, initial=0
    )
    api_calls_a_minute = forms.IntegerField(
        label="API calls a minute", min_value=1, max_value=100_000, help_text="For each key or log-in."
    )
    features = forms.MultipleChoiceField(choices=NAMED, required=False, widget=forms.CheckboxSelectMultiple)
    month_minor = forms.IntegerField(
        label="US cents a month", min_value=0, max_value=100_000_000, required=False,
        help_text="Another price is for new customers; whoever has the plan keeps the price they have.",
    )  # fmt: skip
    year_minor = forms.IntegerField(
        label="US cents a year", min_value=0, max_value=100_000_000, required=False
    )

    class Meta:
        model = Plan
        fields = (*LIMITS, "features")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = PlanPrice.objects.filter(plan=self.instance, is_offered=True) if self.instance.pk else []
        for price in offered:
            self.fields[f"{price.period}_minor"].initial = price.amount_minor

    def clean(self) -> dict[str, Any]:
        """Raise for what the database would refuse, in words."""
        found = super().clean() or {}
        if found.get("above_limit") == "bill" and not found.get("overage_minor"):
            raise ValidationError({"overage_minor": "Say what a booking above the limit costs."})
        return found


class PlatformFeeInline(admin.TabularInline):
    """What the platform keeps of guests' card payments, a line for each currency; none is no fee."""

    model = PlatformFee
    extra = 1


@admin.register(Plan)
class PlanAdmin(admin.ModelAdmin):
    """Limits and features hold at once for everybody who has the plan; prices for whoever comes new."""

    form = PlanForm
    list_display = (
        "name",
        "code",
        "is_offered",
        "rooms",
        "bookings_a_month",
        "above_limit",
        "offered",
        "held",
    )
    ordering = ("order", "id")
    readonly_fields = ("code",)
    inlines = (PlatformFeeInline,)
    fields = ("code", *LIMITS, "features", "month_minor", "year_minor")

    @admin.display(description="offered at")
    def offered(self, plan: Plan) -> str:
        return ", ".join(
            f"{price.amount.format()} a {price.period}" for price in plan.prices.all() if price.is_offered
        )

    @admin.display(description="businesses")
    def held(self, plan: Plan) -> int:
        return plan.holders.count()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Plan]:
        return super().get_queryset(request).prefetch_related("prices")

    def save_model(self, request: HttpRequest, obj: Plan, form: forms.ModelForm, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in LIMITS}
        # What later releases bring stays as it is set up.
        later = [code for code in form.initial.get("features", []) if code not in dict(NAMED)]
        values["features"] = [*form.cleaned_data["features"], *later]
        plans.change_plan_data(plan_id=obj.pk, **values)
        for period in Period:
            amount = form.cleaned_data[f"{period.value}_minor"]
            if amount is None:
                plans.withdraw_price(plan_id=obj.pk, period=period)
            else:
                plans.set_price(plan_id=obj.pk, period=period, amount_minor=amount)

    def save_formset(
        self, request: HttpRequest, form: forms.ModelForm, formset: forms.BaseInlineFormSet, change: bool
    ) -> None:
        for row in formset.forms:
            fee = row.cleaned_data
            if row in formset.deleted_forms:
                platform_fees.drop_fee(plan_id=form.instance.pk, currency=row.instance.currency)
            elif row.has_changed():
                platform_fees.set_fee(
                    plan_id=form.instance.pk,
                    was_in=row.initial.get("currency", fee["currency"]),
                    currency=fee["currency"],
                    basis_points=fee["basis_points"],
                    fixed_minor=fee["fixed_minor"],
                    is_returned=fee["is_returned"],
                )
        # The admin's own log asks for them.
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class DaysField(forms.JSONField):
    """A list of whole numbers: [7, 3, 1]."""

    def __init__(self, *args: Any, most: int = MOST_DAYS, **kwargs: Any) -> None:
        self.most = most
        super().__init__(*args, **kwargs)

    def clean(self, value: Any) -> list[int]:
        """Refuse what is no list of numbers from 0 to `most`."""
        found = super().clean(value) or []
        is_plain = isinstance(found, list) and all(type(each) is int for each in found)
        if not is_plain or any(not 0 <= each <= self.most for each in found):
            raise ValidationError(f"Give whole numbers up to {self.most} in brackets, such as [7, 3, 1].")
        return sorted(set(found))


class TermsForm(forms.ModelForm):
    """How long trials and the stages of dunning last."""

    trial_days = forms.IntegerField(min_value=0, max_value=MOST_DAYS)
    past_due_days = forms.IntegerField(min_value=0, max_value=MOST_DAYS)
    grace_days = forms.IntegerField(min_value=0, max_value=MOST_DAYS)
    read_only_days = forms.IntegerField(min_value=0, max_value=MOST_DAYS)
    reminder_days = DaysField(required=False, help_text="Days before a trial's end at which owners are told.")
    retry_days = DaysField(required=False, help_text="Days after a refusal at which it is tried again.")
    notice_levels = DaysField(required=False, most=100, help_text="Per cent of a limit.")

    class Meta:
        model = BillingTerms
        fields = (
            "trial_days", "trial_plan", "reminder_days", "past_due_days", "retry_days", "grace_days",
            "read_only_days", "notice_levels",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse what would never be done: a payment is asked for again while it is past due."""
        found = super().clean() or {}
        days, retries = found.get("past_due_days"), found.get("retry_days")
        if days is not None and retries and max(retries) >= days:
            raise ValidationError({"retry_days": f"After {days} days it is not tried again."})
        return found


@admin.register(BillingTerms)
class BillingTermsAdmin(admin.ModelAdmin):
    """One row; a change holds for everybody whose stage has not ended, from the next look at it."""

    form = TermsForm
    list_display = ("__str__", "trial_days", "trial_plan", "past_due_days", "grace_days", "read_only_days")

    def save_model(
        self, request: HttpRequest, obj: BillingTerms, form: forms.ModelForm, change: bool
    ) -> None:
        standing.change_terms(
            now=clock.now(), **{name: form.cleaned_data[name] for name in TermsForm.Meta.fields}
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class BusinessPlanForm(forms.ModelForm):
    """The dates of one business, and whether it has its plan for nothing."""

    class Meta:
        model = BusinessPlan
        fields = ("plan", *standing.OWN_DATES, "is_comped", "comped_until", "comp_reason")

    def clean(self) -> dict[str, Any]:
        """A gift says why; an end in the past ends nothing that has not begun."""
        found = super().clean() or {}
        if found.get("is_comped") and not str(found.get("comp_reason", "")).strip():
            raise ValidationError({"comp_reason": "Say why it is given for nothing."})
        return found


@admin.register(BusinessPlan)
class BusinessPlanAdmin(admin.ModelAdmin):
    """Every business with its plan, where it stands, since when and until when, and what it uses."""

    form = BusinessPlanForm
    list_display = (
        "business", "plan", "state", "state_since", "next_change_at", "payment", "is_comped", "usage",
    )  # fmt: skip
    list_filter = ("state", "plan", "payment", "is_comped")
    search_fields = ("business__name", "business__subdomain")
    ordering = ("next_change_at", "id")
    list_select_related = ("business", "plan", "price__plan")
    actions = ("settle_now",)
    readonly_fields = (
        "business", "price", "next_price", "state", "state_since", "access", "next_change_at", "payment",
        "payment_since", "usage", "usage_lately",
    )  # fmt: skip
    fields = (
        "business", "plan", "price", "next_price", "state", "state_since", "access", "next_change_at",
        "payment", "payment_since", *standing.OWN_DATES, "is_comped", "comped_until", "comp_reason",
        "usage", "usage_lately",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[BusinessPlan]:
        latest = UsageDay.objects.order_by("business_id", "-day").distinct("business_id")
        self._latest = {row.business_id: row for row in latest}
        return super().get_queryset(request)

    @admin.display(description="used")
    def usage(self, held: BusinessPlan) -> str:
        row = self._latest.get(held.business_id)
        if row is None:
            return "not counted yet"
        rooms, bookings = held.plan.rooms or "any", held.plan.bookings_a_month or "any"
        return f"{row.rooms} of {rooms} rooms, {row.bookings} of {bookings} bookings on {row.day:%d %b %Y}"

    @admin.display(description="used lately")
    def usage_lately(self, held: BusinessPlan) -> str:
        rows = UsageDay.objects.filter(business_id=held.business_id).order_by("-day")[:31]
        lines = "\n".join(
            f"{row.day}: {row.rooms} rooms, {row.bookings} bookings, {row.messages} mails, "
            f"{row.storage_bytes // 1024} KiB"
            for row in rows
        )
        return format_html("<pre>{}</pre>", lines or "Nothing was counted yet.")

    @admin.action(description="Bring up to date now")
    def settle_now(self, request: HttpRequest, queryset: QuerySet[BusinessPlan]) -> None:
        for held in queryset:
            standing.settle(business_id=held.business_id, now=clock.now())
        self.message_user(request, f"{queryset.count()} are up to date.", messages.SUCCESS)

    def save_model(
        self, request: HttpRequest, obj: BusinessPlan, form: forms.ModelForm, change: bool
    ) -> None:
        standing.change_by_hand(business_id=obj.business_id, now=clock.now(), **_by_hand(form.cleaned_data))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _by_hand(typed: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {name: typed[name] for name in BusinessPlanForm.Meta.fields}
    values["plan_id"] = values.pop("plan").pk
    return values


@admin.register(UsageMonth)
class UsageMonthAdmin(OnlyToLookAt):
    """What was above a limit that charges for it, month by month."""

    list_display = ("business", "month", "bookings", "over", "amount_minor", "currency")
    list_filter = ("month",)
    ordering = ("-month", "id")
