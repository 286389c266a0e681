"""Forms of the prices' pages: one for each kind of rule, all with the same fields for where and when."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.domain.voucher_codes import new_voucher_code
from bookings.forms.price_fields import (
    MOST_NOTICE_HOURS,
    MOST_PEOPLE,
    HowMuchField,
    PercentField,
    RuleForm,
    choice,
    count,
    date_field,
    in_order,
    kind_field,
    time_field,
)
from bookings.forms.setup_fields import PriceField
from bookings.models import (
    AddOn,
    Adjustment,
    CustomerClass,
    DepositRule,
    Fee,
    GiftVoucher,
    Package,
    PriceList,
    PromoCode,
    Rate,
    Tax,
    Venue,
)
from bookings.models.codes import CODE
from bookings.models.extras import AddOnEach, TaxGroup
from bookings.models.prices import ChangeOn, ListBasis, RatePer
from bookings.models.venues import RoundingRule
from boom.forms import PlainForm


class RateForm(RuleForm):
    """A price for time in a room."""

    model = Rate
    main = (
        "name", "starts", "ends", "per", "unit_minutes", "price_minor", "included_heads", "extra_head_minor",
        "minimum_heads", "minimum_hours", "minimum_spend_minor", "minimum_spend_per_person",
    )  # fmt: skip
    scope = (*RuleForm.WHERE, *RuleForm.WHEN, *RuleForm.PARTY)
    amounts: ClassVar[dict[str, Any]] = {
        "price_minor": _("Price"),
        "extra_head_minor": _("Each person beyond them"),
        "minimum_spend_minor": _("Minimum spend"),
    }

    starts = time_field(_("From"), help_text=_("Leave both empty for the whole night."))
    ends = time_field(_("Until"), help_text=_("After midnight is fine: 22:00 to 02:00."))
    per = choice(_("Paid by"), RatePer, initial=RatePer.HOUR)
    unit_minutes = forms.TypedChoiceField(
        label=_("Time is counted in"),
        choices=[("60", _("hours")), ("30", _("half hours"))],
        coerce=int,
        initial="60",
    )
    included_heads = count(_("People included"), highest=MOST_PEOPLE, required=False, initial=0)
    minimum_heads = count(
        _("Pay for at least so many people"), highest=MOST_PEOPLE, required=False, initial=0
    )
    minimum_hours = count(_("Pay for at least so many hours"), highest=24, required=False, initial=0)
    minimum_spend_per_person = forms.BooleanField(label=_("Minimum spend for each person"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["price_minor"].required = True
        if self.row is not None:
            self.fields["minimum_hours"].initial = self.row.minimum_minutes // 60

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("starts") is None) != (cleaned.get("ends") is None):
            self.add_error("ends", gettext("Give both times, or neither."))
        return cleaned

    def columns(self) -> dict[str, Any]:
        values = super().columns()
        values["extra_head_minor"] = self.cleaned_data["extra_head_minor"]
        values["minimum_minutes"] = (values.pop("minimum_hours") or 0) * 60
        for name in ("included_heads", "minimum_heads"):
            values[name] = values[name] or 0
        return values


class AdjustmentForm(RuleForm):
    """A surcharge, or a discount by itself."""

    model = Adjustment
    main = (
        "name", "is_surcharge", "kind", "size", "on", "notice_min_hours", "notice_max_hours", "minimum_hours",
        "combines",
    )  # fmt: skip
    scope = (*RuleForm.WHERE, *RuleForm.WHEN, *RuleForm.PARTY)

    is_surcharge = forms.ChoiceField(
        label=_("Makes it"), choices=[("less", _("cheaper")), ("more", _("dearer"))], initial="less"
    )
    kind = kind_field()
    size = HowMuchField(label=_("Percent or amount"))
    on = choice(_("Counts on"), ChangeOn, initial=ChangeOn.TIME)
    notice_min_hours = count(
        _("Booked at least so many hours ahead"),
        highest=MOST_NOTICE_HOURS,
        required=False,
        help_text=_("For an early bird."),
    )
    notice_max_hours = count(
        _("Booked less than so many hours ahead"),
        highest=MOST_NOTICE_HOURS,
        lowest=1,
        required=False,
        help_text=_("For short notice."),
    )
    minimum_hours = count(_("Bookings of at least so many hours"), highest=24, required=False)
    combines = forms.BooleanField(label=_("Adds to other discounts"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.row is not None:
            row = self.row
            self.fields["is_surcharge"].initial = "more" if row.is_surcharge else "less"
            self.fields["minimum_hours"].initial = row.minimum_minutes // 60
            for name in ("notice_min", "notice_max"):
                minutes = getattr(row, name)
                self.fields[f"{name}_hours"].initial = None if minutes is None else minutes // 60

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        least, most = cleaned.get("notice_min_hours"), cleaned.get("notice_max_hours")
        if least is not None and most is not None and most <= least:
            self.add_error("notice_max_hours", gettext("This has to be more than the least notice."))
        return cleaned

    def columns(self) -> dict[str, Any]:
        values = super().columns()
        values["is_surcharge"] = values["is_surcharge"] == "more"
        values["minimum_minutes"] = (values.pop("minimum_hours") or 0) * 60
        for name in ("notice_min", "notice_max"):
            hours = values.pop(f"{name}_hours")
            values[name] = None if hours is None else hours * 60
        return values


class AddOnForm(RuleForm):
    """Something to have with a room."""

    model = AddOn
    main = ("name", "description", "price_minor", "each", "tax_group", "stock", "most", "is_online")
    scope = (*RuleForm.WHERE, *RuleForm.WHEN, *RuleForm.PARTY)
    amounts: ClassVar[dict[str, Any]] = {"price_minor": _("Price")}

    description = forms.CharField(label=_("Description"), max_length=300, required=False)
    each = choice(_("Paid by"), AddOnEach, initial=AddOnEach.PIECE)
    tax_group = choice(_("Taxed as"), TaxGroup, initial=TaxGroup.GOODS)
    stock = count(
        _("How many there are at a time"),
        highest=100_000,
        required=False,
        help_text=_("Leave it empty where there are always enough."),
    )
    most = count(_("At most on one booking"), lowest=1, highest=999, initial=10)
    is_online = forms.BooleanField(label=_("Guests can add it themselves"), required=False, initial=True)


class PackageForm(RuleForm):
    """Room time, heads and add-ons for one price."""

    model = Package
    main = (
        "name", "description", "price_minor", "per_person", "lasts_hours", "till_close", "heads_included",
        "extra_head_minor", "starts_from", "starts_until", "is_online",
    )  # fmt: skip
    scope = (*RuleForm.WHERE, *RuleForm.WHEN, *RuleForm.PARTY)
    amounts: ClassVar[dict[str, Any]] = {
        "price_minor": _("Price"),
        "extra_head_minor": _("Each person beyond them"),
    }

    description = forms.CharField(label=_("Description"), max_length=300, required=False)
    per_person = forms.BooleanField(label=_("The price is for each person"), required=False)
    lasts_hours = forms.DecimalField(
        label=_("Lasts so many hours"), min_value=0.5, max_value=24, decimal_places=2, required=False
    )
    till_close = forms.BooleanField(label=_("Lasts till the room closes"), required=False)
    heads_included = count(_("People included"), highest=MOST_PEOPLE, required=False, initial=0)
    starts_from = time_field(_("Begins from"))
    starts_until = time_field(_("Begins before"))
    is_online = forms.BooleanField(label=_("Guests can choose it themselves"), required=False, initial=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["price_minor"].required = True
        self.add_ons = list(AddOn.objects.filter(venue=self.venue, state="active").order_by("order", "id"))
        kept = {item.add_on_id: item.quantity for item in self.row.items.all()} if self.row else {}
        for add_on in self.add_ons:
            self.fields[f"item_{add_on.pk}"] = count(
                add_on.name, highest=999, required=False, initial=kept.get(add_on.pk, 0)
            )
        if self.row is not None and self.row.minutes:
            self.fields["lasts_hours"].initial = f"{self.row.minutes / 60:g}"

    @property
    def item_fields(self) -> list[forms.BoundField]:
        """How many of each add-on come with it."""
        return [self[f"item_{add_on.pk}"] for add_on in self.add_ons]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("lasts_hours")) == bool(cleaned.get("till_close")):
            self.add_error("lasts_hours", gettext("Say how long it lasts, or that it lasts till closing."))
        if (cleaned.get("starts_from") is None) != (cleaned.get("starts_until") is None):
            self.add_error("starts_until", gettext("Give both times, or neither."))
        return cleaned

    def columns(self) -> dict[str, Any]:
        values = super().columns()
        hours = values.pop("lasts_hours")
        values["minutes"] = int(hours * 60) if hours else 0
        values["heads_included"] = values["heads_included"] or 0
        items = {add_on.pk: values.pop(f"item_{add_on.pk}") for add_on in self.add_ons}
        values["items"] = {key: number for key, number in items.items() if number}
        return values


class PromoForm(RuleForm):
    """A code that makes a booking cheaper."""

    model = PromoCode
    main = (
        "name", "code", "kind", "size", "on", "book_from", "book_until", "minimum_minor", "cap",
        "per_customer", "first_time", "combines",
    )  # fmt: skip
    scope = (*RuleForm.WHERE, *RuleForm.WHEN, *RuleForm.PARTY)
    amounts: ClassVar[dict[str, Any]] = {"minimum_minor": _("Only from an amount of")}

    code = forms.CharField(label=_("Code"), max_length=32, help_text=_("Letters, digits and hyphens."))
    kind = kind_field()
    size = HowMuchField(label=_("Percent or amount off"))
    on = choice(_("Counts on"), ChangeOn, initial=ChangeOn.ALL)
    book_from = date_field(_("Can be used from"))
    book_until = date_field(_("Can be used until"))
    cap = count(_("Uses in all"), lowest=1, highest=10**6, required=False)
    per_customer = count(_("Uses of one guest"), lowest=1, highest=1000, required=False)
    first_time = forms.BooleanField(label=_("Only for a guest’s first booking"), required=False)
    combines = forms.BooleanField(label=_("Adds to discounts"), required=False)

    def clean_code(self) -> str:
        return _code(self.cleaned_data["code"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        in_order(self, "book_from", "book_until", gettext("This comes before the first day."))
        return cleaned


class TaxForm(RuleForm):
    """A tax, inside prices or on top."""

    model = Tax
    main = ("name", "rate", "is_included", "groups")

    rate = PercentField(label=_("Percent"))
    is_included = forms.BooleanField(label=_("Prices include it"), required=False, initial=True)
    groups = forms.MultipleChoiceField(
        label=_("On"), choices=TaxGroup.choices, widget=forms.CheckboxSelectMultiple
    )


class FeeForm(RuleForm):
    """A service or booking fee."""

    model = Fee
    main = ("name", "kind", "size", "online_only")
    scope = (*RuleForm.WHERE, *RuleForm.WHEN, *RuleForm.PARTY)

    kind = kind_field()
    size = HowMuchField(label=_("Percent or amount"))
    online_only = forms.BooleanField(label=_("Only on bookings online"), required=False)


class DepositForm(RuleForm):
    """What is due before the visit."""

    model = DepositRule
    main = ("name", "kind", "size", "minimum_total_minor")
    scope = (*RuleForm.WHERE, *RuleForm.WHEN, *RuleForm.PARTY)
    amounts: ClassVar[dict[str, Any]] = {"minimum_total_minor": _("Only from a total of")}

    kind = kind_field()
    size = HowMuchField(label=_("Percent or amount"), help_text=_("100 percent is all of it."))


class CustomerClassForm(RuleForm):
    """A kind of customer."""

    model = CustomerClass
    main = ("name", "is_online")

    is_online = forms.BooleanField(
        label=_("Guests say themselves how many of their party it is"), required=False
    )


class VoucherForm(PlainForm):
    """A gift voucher to be sold."""

    model: ClassVar[type[Model]] = GiftVoucher
    code = forms.CharField(label=_("Code"), max_length=32)
    expires_on = date_field(_("Good until"))
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, help_text=_("Who bought it, for whom.")
    )

    def __init__(self, data: Any = None, *, venue: Venue, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["code"].initial = new_voucher_code()
        self.fields["worth"] = PriceField(
            currency=venue.currency, label=gettext("Worth (%(currency)s)") % {"currency": venue.currency}
        )
        self.order_fields(["worth", "code", "expires_on", "note"])

    def clean_code(self) -> str:
        return _code(self.cleaned_data["code"])

    def clean_worth(self) -> int:
        worth = self.cleaned_data["worth"]
        if not worth:
            raise forms.ValidationError(gettext("A voucher is worth something."))
        return int(worth)


class PublishForm(PlainForm):
    """From when a price list holds."""

    valid_from = forms.DateField(
        label=_("Valid from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    basis = choice(_("For"), ListBasis, initial=ListBasis.VISIT)


class PriceListForm(PlainForm):
    """A new price list, empty or like another."""

    name = forms.CharField(label=_("Name"), max_length=120)
    like = forms.ChoiceField(label=_("Begin with"), required=False)

    def __init__(self, *args: Any, venue: Venue, **options: Any) -> None:
        super().__init__(*args, **options)
        lists = PriceList.objects.filter(venue=venue).order_by("order", "id")
        choices = [(str(row.pk), gettext("the rates of %(name)s") % {"name": row.name}) for row in lists]
        self.fields["like"].choices = [("", gettext("nothing")), *choices]  # type: ignore[attr-defined]


class HolidayForm(PlainForm):
    """A date that counts as a holiday for prices."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)


class RoundingForm(PlainForm):
    """How amounts become whole coins."""

    rounding = choice(_("Amounts are rounded"), RoundingRule)


def _code(typed: str) -> str:
    code = "".join(typed.split()).upper()
    if not re.fullmatch(CODE, code):
        raise forms.ValidationError(gettext("Use 3 to 32 letters, digits and hyphens."))
    return code
