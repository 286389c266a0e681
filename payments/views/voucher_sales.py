"""Gift vouchers as a venue sells them: how, which were sold, and giving back what is left on one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.offers import undo_offer
from bookings.views.pages import asked
from bookings.views.setup import CHANGE, venue_of
from boom.access import staff
from boom.core import clock
from boom.core.errors import DomainError
from boom.core.money import Money
from boom.problems import add_refusal
from payments.forms.vouchers import GiveBackVoucherForm, ShopForm
from payments.models import GAVE_NOTHING, VoucherSale
from payments.selectors.upfront import charging_account
from payments.selectors.vouchers import SaleShown, documents_of_sale, sale_for_staff, sales_page, shop_of
from payments.services import selling_vouchers

VIEW, GIVE_BACK = "payments.view_takings", "payments.override_refund"


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def shop(request: HttpRequest) -> HttpResponse:
    """Whether and how vouchers are sold on the venue's page."""
    venue = venue_of(request)
    form = ShopForm(request.POST or None, shop=shop_of(venue))
    if request.method == "POST" and form.is_valid():
        try:
            selling_vouchers.change_shop(venue_id=venue.pk, **form.values())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Gift vouchers saved."), extra_tags=undo_offer())
            return redirect(request.get_full_path())
    context = {
        "venue": venue,
        "form": form,
        "action": request.get_full_path(),
        "takes_cards": charging_account(venue.currency) is not None,
    }
    return render(request, "payments/voucher_shop.html", context, status=422 if form.errors else 200)


@require_GET
@staff(VIEW)
def sales(request: HttpRequest) -> HttpResponse:
    """What was sold online, the newest first."""
    page = asked(request)
    found = sales_page(page.venue, request.GET.get("page", "1"))
    context = {
        "venue": page.venue,
        "page": found,
        "rows": [
            {
                "sale": sale,
                "shown": SaleShown(sale, ""),
                "given_back": Money(_given(sale), sale.currency),
                "is_over": SaleShown(sale, "").is_over(page.today),
            }
            for sale in found.object_list
        ],
    }
    return render(request, "payments/voucher_sales.html", context)


@require_GET
@staff(VIEW)
def sale(request: HttpRequest, sale_id: int) -> HttpResponse:
    """One sale: to whom, what is left, its documents, and giving it back."""
    return _page(request, sale_for_staff(sale_id))


@require_POST
@staff(GIVE_BACK)
def give_back(request: HttpRequest, sale_id: int) -> HttpResponse:
    """Give back to the card what is left on a voucher."""
    found = sale_for_staff(sale_id)
    form = GiveBackVoucherForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        refund = selling_vouchers.give_back_voucher(
            sale_id=found.pk, reason=form.cleaned_data["reason"], now=clock.now()
        )
    except DomainError as error:
        add_refusal(form, error)
        return _page(request, found, form)
    amount = Money(refund.amount_minor, refund.currency).format()
    messages.success(request, _("%(amount)s goes back to the card.") % {"amount": amount})
    return redirect("payments:voucher-sale", found.pk)


def _page(request: HttpRequest, found: VoucherSale, form: GiveBackVoucherForm | None = None) -> HttpResponse:
    shown = SaleShown(found, "")
    left = Money(found.voucher.balance_minor if found.voucher else 0, found.currency)
    context = {
        "venue": found.venue,
        "sale": found,
        "shown": shown,
        "left": left,
        "refunds": [
            {"refund": each, "amount": Money(each.amount_minor, each.currency)}
            for each in found.refunds.order_by("id")
        ],
        "documents": documents_of_sale(found),
        "form": (form or GiveBackVoucherForm()) if left and request.user.has_perm(GIVE_BACK) else None,
    }
    return render(request, "payments/voucher_sale.html", context, status=422 if form is not None else 200)


def _given(sale: VoucherSale) -> int:
    """What went back of it, or is on its way; needs its refunds loaded."""
    return sum(each.amount_minor for each in sale.refunds.all() if each.state not in GAVE_NOTHING)
