"""One person's data: given to them as a file, and erased when they ask for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from audit.services.accesses import note_export
from bookings.models import Customer
from bookings.selectors.customers import customer_called
from bookings.selectors.personal import data_of, is_expected, person_of, shares_of
from bookings.selectors.venues import venue_called
from bookings.services.erasing import erase_customer
from bookings.views.answers import Sentence, say_on_next_page
from bookings.views.pages import address
from boom.access import staff
from boom.core import clock
from boom.core.errors import DomainError
from boom.forms import PlainForm
from boom.problems import add_refusal, refused

ERASE = "bookings.erase_customers"


class EraseForm(PlainForm):
    """Said twice before anything goes: it does not come back."""

    sure = forms.BooleanField(label=gettext_lazy("I know that nobody can bring this back, Boom neither"))
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


@require_GET
@staff(ERASE)
def data_file(request: HttpRequest, customer_id: int) -> HttpResponse:
    """All that is kept of a person, to be given to them (GDPR, articles 15 and 20)."""
    found = customer_called(customer_id)
    note_export(table="bookings_customer", entity_id=str(found.pk), count=1)
    now = clock.now()
    content = {"of": request.business.name, "at": now, **data_of(person_of(found.pk))}  # type: ignore[attr-defined]
    return JsonResponse(
        content,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="customer-{found.pk}.json"'},
    )


@require_http_methods(["GET", "POST"])
@staff(ERASE)
def erase(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What goes and what stays, asked first."""
    found = customer_called(customer_id)
    if found.pk != customer_id:
        return redirect(address("customer", found.pk))
    form = EraseForm(
        request.POST if request.method == "POST" else None,
        initial={"version": found.version},
        auto_id="erase-%s",
    )
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, form, status=422 if form.errors else 200)
    try:
        erase_customer(customer_id=found.pk, version=form.cleaned_data["version"], now=clock.now())
    except DomainError as error:
        add_refusal(form, error)
        return refused(_page(request, found, form), error)
    say_on_next_page(request, Sentence(_("Erased. Nothing of it says who they were any more.")))
    return redirect(address("customer", found.pk))


def _page(request: HttpRequest, found: Customer, form: EraseForm, *, status: int = 200) -> HttpResponse:
    person = person_of(found.pk)
    context: dict[str, Any] = {
        "venue": venue_called(None),
        "customer": found,
        "form": form,
        "shares": shares_of(person),
        "is_expected": is_expected(person, now=clock.now()),
    }
    return render(request, "bookings/customers/erase.html", context, status=status)
