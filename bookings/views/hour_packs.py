"""Prepaid hours on a customer's page: sold, withdrawn, brought back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.forms.hour_packs import HoursForm
from bookings.models import HourPack
from bookings.selectors.customers import customer_called
from bookings.selectors.venues import whole_venues
from bookings.services.hour_packs import bring_hours_back, sell_hours, withdraw_hours
from bookings.views.answers import Sentence, say_on_next_page
from bookings.views.customers import EDIT, customer_page
from bookings.views.pages import address
from boom.access import staff
from boom.core.errors import DomainError, Forbidden
from boom.problems import add_refusal, refused


@require_POST
@staff(EDIT)
def sell(request: HttpRequest, customer_id: int) -> HttpResponse:
    found, venues = customer_called(customer_id), whole_venues()
    if not venues:
        raise Forbidden(_("Somebody for a whole venue has to note prepaid hours."))
    form = HoursForm(request.POST, venues=venues)
    if not form.is_valid():
        return customer_page(request, found, hours_form=form, status=422)
    try:
        pack = sell_hours(customer_id=found.pk, **form.columns())
    except DomainError as error:
        add_refusal(form, error)
        return refused(customer_page(request, found, hours_form=form), error)
    words = _("Noted: %(pack)s for %(name)s.") % {"pack": pack.name, "name": found.name}
    say_on_next_page(request, Sentence(words, reverse("dashboard:hours-withdraw", args=[pack.pk])))
    return _back(pack)


@require_POST
@staff(EDIT)
def withdraw(request: HttpRequest, pack_id: int) -> HttpResponse:
    """It pays for nothing new; bookings it has paid for stay paid."""
    pack = withdraw_hours(pack_id=pack_id)
    words = _("Withdrew %(pack)s.") % {"pack": pack.name}
    say_on_next_page(request, Sentence(words, reverse("dashboard:hours-bring-back", args=[pack.pk])))
    return _back(pack)


@require_POST
@staff(EDIT)
def bring_back(request: HttpRequest, pack_id: int) -> HttpResponse:
    pack = bring_hours_back(pack_id=pack_id)
    say_on_next_page(request, Sentence(_("%(pack)s pays again.") % {"pack": pack.name}))
    return _back(pack)


def _back(pack: HourPack) -> HttpResponse:
    return redirect(f"{address('customer', pack.customer_id)}#hours")
