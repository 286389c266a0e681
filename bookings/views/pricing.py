"""The price of a booking on staff's pages: what goes into it, what it would cost by now, changing it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.domain.pricing.terms import Terms
from bookings.errors import TermsRefused
from bookings.services.quoting import reprice_booking
from bookings.views.acts import done, version_of
from bookings.views.answers import form_again
from bookings.views.drawer import TEMPLATE, booking_called, drawer_context
from bookings.views.price_parts import extras_of
from bookings.views.refusals import refuse
from boom.access import staff
from boom.core import clock
from boom.core.errors import DomainError


@require_POST
@staff("bookings.edit_booking")
def price(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Another package, other add-ons, codes, an agreed price; or the present prices for what it has."""
    row = booking_called(booking_id)
    terms: Terms | None = None
    form = extras_of(request, row, request.POST)
    if "new" not in request.POST:
        if not form.is_valid():
            return form_again(request, TEMPLATE, drawer_context(request, row, price_form=form))
        terms = form.terms()
    try:
        repriced = reprice_booking(
            booking_id=row.pk, version=version_of(request), terms=terms, now=clock.now()
        )
    except TermsRefused as refused:
        form.is_valid()
        form.say(refused.problems)
        return form_again(request, TEMPLATE, drawer_context(request, row, price_form=form))
    except DomainError as error:
        return refuse(request, row, error)
    return done(request, repriced, _("The price is changed."))
