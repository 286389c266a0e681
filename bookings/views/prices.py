"""The prices' pages: what there is, each rule's form, price lists from draft to publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.venue_scope import insist_on_venue
from bookings.forms import prices as forms
from bookings.forms.price_fields import RuleForm
from bookings.models import GiftVoucher, Holiday, PriceList, Rate, RuleState, Venue
from bookings.price_rules import in_words, states
from bookings.selectors.venues import venue_called
from bookings.services import prices
from bookings.services.prices import RuleUnknown
from boom.access import staff
from boom.core import clock
from boom.core.errors import Invalid, NotFound

CHANGE = "bookings.change_prices"


@dataclass(frozen=True)
class RuleKind:
    """A kind of rule: its form, and what it and many of it are called."""

    form: type[RuleForm]
    title: Any
    one: Any
    text: Any
    is_ordered: bool = True

    @property
    def model(self) -> Any:
        return self.form.model


KINDS: Mapping[str, RuleKind] = {
    "changes": RuleKind(
        forms.AdjustmentForm,
        gettext_lazy("Surcharges and discounts"),
        gettext_lazy("surcharge or discount"),
        gettext_lazy("By themselves: early bird, short notice, long evenings, quiet nights."),
    ),
    "add-ons": RuleKind(
        forms.AddOnForm,
        gettext_lazy("Add-ons"),
        gettext_lazy("add-on"),
        gettext_lazy("Food, drinks, costumes: what guests can have with a room."),
    ),
    "packages": RuleKind(
        forms.PackageForm,
        gettext_lazy("Packages"),
        gettext_lazy("package"),
        gettext_lazy("Room, hours, people and add-ons for one price."),
    ),
    "codes": RuleKind(
        forms.PromoForm,
        gettext_lazy("Promo codes"),
        gettext_lazy("promo code"),
        gettext_lazy("A code makes it cheaper, as often as you say."),
        is_ordered=False,
    ),
    "fees": RuleKind(
        forms.FeeForm,
        gettext_lazy("Fees"),
        gettext_lazy("fee"),
        gettext_lazy("A line of its own on every quote, with its own tax."),
    ),
    "taxes": RuleKind(
        forms.TaxForm,
        gettext_lazy("Taxes"),
        gettext_lazy("tax"),
        gettext_lazy("Inside your prices or on top of them, each line rounded by itself."),
    ),
    "deposits": RuleKind(
        forms.DepositForm,
        gettext_lazy("Deposits"),
        gettext_lazy("deposit"),
        gettext_lazy("What is due before the visit. The first that fits counts."),
    ),
    "customers": RuleKind(
        forms.CustomerClassForm,
        gettext_lazy("Kinds of customer"),
        gettext_lazy("kind of customer"),
        gettext_lazy("Members, students, children: rates can be for one of them."),
    ),
}


def kind_called(name: str) -> RuleKind:
    """A kind by its name in addresses. Raises NotFound."""
    if name not in KINDS:
        raise NotFound(_("There is no such page of prices."))
    return KINDS[name]


def venue_of(request: HttpRequest) -> Venue:
    """The venue the address names, or the first."""
    return venue_called(request.GET.get("venue"))


def back(request: HttpRequest, name: str, message: str, *args: Any) -> HttpResponse:
    """On to a page of prices, saying what was done."""
    messages.success(request, message)
    return redirect(_here(request, name, *args))


def _here(request: HttpRequest, name: str, *args: Any) -> str:
    """A page of prices of the venue that the address names."""
    venue = request.GET.get("venue")
    query = "?" + urlencode({"venue": venue}) if venue else ""
    return reverse(f"dashboard:{name}", args=args) + query


def take_over(form: Any, error: Invalid) -> None:
    """Show a service's refusal beside the fields it names."""
    for field, sentence in error.fields.items():
        form.add_error(field if field in form.fields else None, sentence)
    if not error.fields:
        form.add_error(None, error.message)


# ---- all of it -------------------------------------------------------------------------------------------


@require_GET
@staff(CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    return _overview(request, venue_of(request))


def _overview(request: HttpRequest, venue: Venue, *, status: int = 200, **given: Any) -> HttpResponse:
    lists = PriceList.objects.filter(venue=venue).prefetch_related("rates").order_by("order", "id")
    sections = [
        {
            "name": name,
            "kind": kind,
            "rules": [
                {"row": row, "words": in_words(row, venue)}
                for row in kind.model.objects.filter(venue=venue)
                .exclude(state=RuleState.ARCHIVED)
                .order_by("order", "id")
            ],
        }
        for name, kind in KINDS.items()
    ]
    context = {
        "venue": venue,
        "lists": states(list(lists), clock.now().astimezone(venue.zone).date()),
        "sections": sections,
        "vouchers": list(GiftVoucher.objects.filter(venue=venue, state="active").order_by("-id")[:50]),
        "holidays": list(Holiday.objects.filter(venue=venue).order_by("day")),
        "list_form": given.get("list_form") or forms.PriceListForm(venue=venue, auto_id="list-%s"),
        "voucher_form": given.get("voucher_form") or forms.VoucherForm(venue=venue, auto_id="voucher-%s"),
        "holiday_form": given.get("holiday_form") or forms.HolidayForm(auto_id="holiday-%s"),
        "rounding_form": forms.RoundingForm(initial={"rounding": venue.rounding}, auto_id="rounding-%s"),
        "form": next(iter(given.values()), None),
    }
    return render(request, "bookings/prices/overview.html", context, status=status)


@require_POST
@staff(CHANGE)
def rounding(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    form = forms.RoundingForm(request.POST, auto_id="rounding-%s")
    if form.is_valid():
        prices.set_rounding(venue_id=venue.pk, rounding=form.cleaned_data["rounding"])
        return back(request, "prices", _("Saved."))
    return _overview(request, venue, status=422, rounding_form=form)


@require_POST
@staff(CHANGE)
def voucher_new(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    form = forms.VoucherForm(request.POST, venue=venue, auto_id="voucher-%s")
    if form.is_valid():
        values = form.cleaned_data
        try:
            voucher = prices.issue_voucher(
                venue_id=venue.pk,
                code=values["code"],
                worth_minor=values["worth"],
                expires_on=values["expires_on"],
                note=values["note"],
            )
        except Invalid as error:
            take_over(form, error)
        else:
            return back(request, "prices", _("The voucher is %(code)s.") % {"code": voucher.code})
    return _overview(request, venue, status=422, voucher_form=form)


@require_POST
@staff(CHANGE)
def voucher_state(request: HttpRequest, voucher_id: int) -> HttpResponse:
    """Take a voucher out of use; what is left on it cannot be spent any more."""
    prices.set_voucher_state(voucher_id=voucher_id, state=RuleState.ARCHIVED)
    return back(request, "prices", _("That voucher pays for nothing any more."))


@require_POST
@staff(CHANGE)
def holiday_add(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    form = forms.HolidayForm(request.POST, auto_id="holiday-%s")
    if form.is_valid():
        prices.add_holiday(venue_id=venue.pk, **form.cleaned_data)
        return back(request, "prices", _("That day is a holiday now."))
    return _overview(request, venue, status=422, holiday_form=form)


@require_POST
@staff(CHANGE)
def holiday_remove(request: HttpRequest, holiday_id: int) -> HttpResponse:
    prices.remove_holiday(holiday_id=holiday_id)
    return back(request, "prices", _("That day is like any other again."))


# ---- a rule ------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def rule_new(request: HttpRequest, kind: str) -> HttpResponse:
    found, venue = kind_called(kind), venue_of(request)
    form = found.form(request.POST if request.method == "POST" else None, venue=venue)
    if request.method == "POST" and form.is_valid():
        try:
            rule = prices.add_rule(found.model, venue_id=venue.pk, **form.columns())
        except Invalid as error:
            take_over(form, error)
        else:
            return back(request, "prices", _("Added %(name)s.") % {"name": rule})
    return _rule_page(request, venue, kind, form)


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def rule(request: HttpRequest, kind: str, rule_id: int) -> HttpResponse:
    found, row = kind_called(kind), _rule_called(kind, rule_id)
    form = found.form(request.POST if request.method == "POST" else None, venue=row.venue, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            prices.change_rule(found.model, rule_id=rule_id, **form.columns())
        except Invalid as error:
            take_over(form, error)
        else:
            return back(request, "prices", _("Saved %(name)s.") % {"name": form.cleaned_data["name"]})
    return _rule_page(request, row.venue, kind, form, row=row)


def _rule_called(kind: str, rule_id: int) -> Any:
    """A rule of a kind. Raises RuleUnknown, NotFound for one of a venue that is not theirs to touch."""
    row = kind_called(kind).model.objects.select_related("venue").filter(pk=rule_id).first()
    if row is None:
        raise RuleUnknown
    insist_on_venue(row.venue_id)
    return row


def _table(model: type[Model]) -> str:
    """What the record calls rows of a model."""
    return model._meta.db_table  # noqa: SLF001 - Django's own way


def _rule_page(
    request: HttpRequest, venue: Venue, kind: str, form: RuleForm, *, row: Any = None
) -> HttpResponse:
    found = KINDS[kind]
    context = {
        "venue": venue,
        "form": form,
        "row": row,
        "kind": found,
        "name": kind,
        "table": _table(found.model),
    }
    return render(request, "bookings/prices/rule.html", context, status=422 if form.errors else 200)


@require_POST
@staff(CHANGE)
def rule_act(request: HttpRequest, kind: str, rule_id: int) -> HttpResponse:
    """Move a rule in its list, put it away, or back in force."""
    _rule_called(kind, rule_id)
    model, act = kind_called(kind).model, request.POST.get("act")
    if act in {"up", "down"}:
        prices.move_rule(model, rule_id=rule_id, down=act == "down")
        return redirect(_here(request, "prices"))
    if act not in {"archive", "restore"}:
        raise Invalid(_("Choose what to do with it."))
    state = RuleState.ACTIVE if act == "restore" else RuleState.ARCHIVED
    changed = prices.set_rule_state(model, rule_id=rule_id, state=state)
    words = _("%(name)s is in force.") if state == RuleState.ACTIVE else _("Put %(name)s away.")
    return back(request, "prices", words % {"name": changed})


# ---- rates -------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def rate_new(request: HttpRequest, list_id: int) -> HttpResponse:
    found = PriceList.objects.select_related("venue").filter(pk=list_id).first()
    if found is None:
        raise RuleUnknown
    form = forms.RateForm(request.POST if request.method == "POST" else None, venue=found.venue)
    if request.method == "POST" and form.is_valid():
        rate = prices.add_rate(list_id=list_id, **form.columns())
        return back(request, "price-list", _("Added %(name)s.") % {"name": rate}, list_id)
    context = {"venue": found.venue, "form": form, "list": found}
    return render(request, "bookings/prices/rule.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def rate(request: HttpRequest, rate_id: int) -> HttpResponse:
    row = Rate.objects.select_related("price_list__venue").filter(pk=rate_id).first()
    if row is None:
        raise RuleUnknown
    venue = row.price_list.venue
    form = forms.RateForm(request.POST if request.method == "POST" else None, venue=venue, row=row)
    if request.method == "POST" and form.is_valid():
        prices.change_rate(rate_id=rate_id, **form.columns())
        name = form.cleaned_data["name"]
        return back(request, "price-list", _("Saved %(name)s.") % {"name": name}, row.price_list_id)
    context = {"venue": venue, "form": form, "list": row.price_list, "row": row, "table": _table(Rate)}
    return render(request, "bookings/prices/rule.html", context, status=422 if form.errors else 200)


@require_POST
@staff(CHANGE)
def rate_act(request: HttpRequest, rate_id: int) -> HttpResponse:
    """Move a rate in its list, or take it out."""
    row = Rate.objects.filter(pk=rate_id).first()
    if row is None:
        raise RuleUnknown
    act = request.POST.get("act")
    if act in {"up", "down"}:
        prices.move_rate(rate_id=rate_id, down=act == "down")
        return redirect(_here(request, "price-list", row.price_list_id))
    if act != "remove":
        raise Invalid(_("Choose what to do with it."))
    prices.remove_rate(rate_id=rate_id)
    return back(request, "price-list", _("Removed %(name)s.") % {"name": row}, row.price_list_id)
