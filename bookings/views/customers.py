"""Customers: the list that is searched while typing, one with their history, and what staff keep of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.acts import act_of
from audit.selectors import Filter, matching
from audit.services.accesses import note_view
from audit.services.undo import take_back
from audit.taking_back import permissions_for
from audit.wording import entries
from bookings.errors import NothingToUndo
from bookings.forms.customers import BanForm, ConsentForm, CustomerForm, CustomersForm
from bookings.forms.hour_packs import HoursForm
from bookings.models import Customer, Venue
from bookings.selectors.bans import bans_against
from bookings.selectors.consents import asked_now, consents_of, present_consents
from bookings.selectors.customers import (
    NOTHING,
    Figures,
    bookings_of,
    change_that_made,
    customer_called,
    customers_page,
    figures_of,
    merged_into,
)
from bookings.selectors.duplicates import duplicates_of
from bookings.selectors.hour_packs import packs_of_customer
from bookings.selectors.setup import setup_of
from bookings.selectors.venues import venue_called, whole_venues
from bookings.services.bans import ban, lift_ban, restore_ban
from bookings.services.consents import record_consent
from bookings.services.customer_records import add_customer, change_customer
from bookings.views.answers import Sentence, go_to, say_on_next_page
from bookings.views.customer_words import booking_line, facts_of, tiles_of, trail_of
from bookings.views.pages import address
from boom.access import staff
from boom.core import clock
from boom.core.errors import Conflict, DomainError, Forbidden
from boom.htmx import page_or_part
from boom.problems import add_refusal, refused

VIEW, EDIT, BAN = "bookings.view_customers", "bookings.edit_customers", "bookings.ban_customers"
BOOKINGS_SHOWN = 25
TRAIL_SHOWN = 20


@require_GET
@staff(VIEW)
def customers(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    form = CustomersForm(request.GET)
    found = customers_page(form.wanted(), now=now, number=request.GET.get("page", "1"))
    context = {
        "venue": venue_called(None),
        "form": form,
        "page": found,
        "is_filtered": form.is_on,
        "action": address("customers"),
        "more": _more(request),
        "now": now,
    }
    return render(request, page_or_part(request, "bookings/customers/list.html", part="list"), context)


def _more(request: HttpRequest) -> list[dict[str, str]]:
    """What else there is to do with customers, for whoever may."""
    may = request.user.has_perm
    found = []
    if may("bookings.exchange_customers"):
        query = request.GET.urlencode()
        for name, label in (("customers-csv", _("Export as CSV")), ("customers-xlsx", _("Export as Excel"))):
            found.append({"label": label, "url": f"{address(name)}?{query}", "icon": "download"})
        upload = f"{reverse('integrations:imports')}?kind=customers"
        found.append({"label": _("Import customers"), "url": upload, "icon": "upload"})
    if may("bookings.merge_customers"):
        found.append({"label": _("Possible duplicates"), "url": address("duplicates"), "icon": "users"})
    if may(BAN):
        found.append({"label": _("Blocked from booking online"), "url": address("bans"), "icon": "ban"})
    if may("bookings.change_setup"):
        label = _("What customers are asked")
        found.append({"label": label, "url": address("consent-texts"), "icon": "message-square"})
    return found


@require_http_methods(["GET", "POST"])
@staff(EDIT)
def new(request: HttpRequest) -> HttpResponse:
    venue = venue_called(None)
    form = CustomerForm(request.POST or None, venue=venue)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                added = add_customer(**form.columns())
            except DomainError as error:
                add_refusal(form, error)
                return refused(_form_page(request, venue, form), error)
            say_on_next_page(request, Sentence(_("Added %(name)s.") % {"name": added.name}))
            return redirect(address("customer", added.pk))
    return _form_page(request, venue, form, status=status)


@require_http_methods(["GET", "POST"])
@staff(EDIT)
def edit(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer, venue = customer_called(customer_id), venue_called(None)
    if request.method == "GET":
        return _form_page(request, venue, CustomerForm.of(customer, venue=venue), customer=customer)
    form = CustomerForm.of(customer, request.POST, venue=venue)
    if not form.is_valid():
        return _form_page(request, venue, form, customer=customer, status=422)
    try:
        saved = change_customer(
            customer_id=customer.pk, version=form.cleaned_data["version"] or 0, **form.columns()
        )
    except DomainError as error:
        add_refusal(form, error)
        return refused(_form_page(request, venue, form, customer=customer), error)
    undo = undo_address(saved) if saved.version != customer.version else ""
    say_on_next_page(request, Sentence(_("Saved %(name)s.") % {"name": saved.name}, undo))
    return redirect(address("customer", saved.pk))


@require_POST
@staff(EDIT)
def undo(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Take back the change that made the version in the address."""
    typed = request.GET.get("version", "")
    event = change_that_made(customer_id, int(typed) if typed.isdecimal() and len(typed) < 10 else 0)
    found = customer_called(customer_id)
    page = address("customer", found.pk)
    try:
        if event is None:
            raise NothingToUndo
        if not all(request.user.has_perm(needed) for needed in permissions_for(act_of(event.pk))):
            raise Forbidden
        take_back(event_id=event.pk, now=clock.now())
    except Conflict as error:
        say_on_next_page(request, Sentence(error.message, is_error=True))
        return go_to(request, page)
    found.refresh_from_db()
    say_on_next_page(request, Sentence(_("%(name)s is as before.") % {"name": found.name}))
    return go_to(request, page)


@require_GET
@staff(VIEW)
def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    found = customer_called(customer_id)
    if found.pk != customer_id:
        return redirect(address("customer", found.pk))
    note_view(table="bookings_customer", entity_id=found.pk, now=clock.now())
    return customer_page(request, found)


@require_POST
@staff(BAN)
def ban_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    found = customer_called(customer_id)
    form = BanForm(request.POST, customer=found, auto_id="ban-%s")
    if not form.is_valid():
        return customer_page(request, found, ban_form=form, status=422)
    try:
        made = ban(reason=form.cleaned_data["reason"], **form.whom())
    except DomainError as error:
        add_refusal(form, error)
        return refused(customer_page(request, found, ban_form=form), error)
    words = _("%(name)s cannot book online any more.") % {"name": found.name}
    say_on_next_page(request, Sentence(words, reverse("dashboard:ban-lift", args=[made.pk])))
    return redirect(address("customer", found.pk))


@require_POST
@staff(BAN)
def ban_lift(request: HttpRequest, ban_id: int) -> HttpResponse:
    lifted = lift_ban(ban_id=ban_id, now=clock.now())
    words = _("They can book online again.")
    say_on_next_page(request, Sentence(words, reverse("dashboard:ban-restore", args=[lifted.pk])))
    return _after_ban(request, lifted.customer_id)


@require_POST
@staff(BAN)
def ban_restore(request: HttpRequest, ban_id: int) -> HttpResponse:
    found = restore_ban(ban_id=ban_id)
    say_on_next_page(request, Sentence(_("Blocked from booking online again.")))
    return _after_ban(request, found.customer_id)


@require_POST
@staff(EDIT)
def consent(request: HttpRequest, customer_id: int) -> HttpResponse:
    found = customer_called(customer_id)
    form = ConsentForm(request.POST, auto_id="consent-%s")
    if not form.is_valid():
        return customer_page(request, found, consent_form=form, status=422)
    kept = record_consent(
        customer_id=found.pk,
        asked=asked_now(form.cleaned_data["purpose"]),
        is_given=form.cleaned_data["answer"] == "yes",
        source=form.cleaned_data["source"],
        now=clock.now(),
    )
    words = _("Noted.") if kept else _("That is what they said before; nothing to note.")
    say_on_next_page(request, Sentence(words))
    return redirect(f"{address('customer', found.pk)}#consents")


def undo_address(customer: Customer) -> str:
    """Where the change that made a customer's present version is taken back."""
    return f"{reverse('dashboard:customer-undo', args=[customer.pk])}?version={customer.version}"


def _after_ban(request: HttpRequest, customer_id: int | None) -> HttpResponse:
    return go_to(request, address("customer", customer_id) if customer_id else address("bans"))


def _form_page(
    request: HttpRequest,
    venue: Venue,
    form: CustomerForm,
    *,
    customer: Customer | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"venue": venue, "form": form, "customer": customer}
    return render(request, "bookings/customers/edit.html", context, status=status)


def customer_page(
    request: HttpRequest,
    customer: Customer,
    *,
    ban_form: BanForm | None = None,
    consent_form: ConsentForm | None = None,
    hours_form: HoursForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """All there is of a customer; forms that were refused are passed in, with what was typed."""
    now, may, whole = clock.now(), request.user.has_perm, whole_venues()
    venue = whole[0] if whole else venue_called(None)
    figures: Figures = figures_of([customer.pk], now=now).get(customer.pk, NOTHING)
    shown = _bookings_shown(request, customer)
    said = consents_of(customer.pk)
    context: dict[str, Any] = {
        "venue": venue,
        "customer": customer,
        "tiles": tiles_of(figures),
        "facts": facts_of(customer, figures, venue=venue, now=now),
        "page": shown,
        "lines": [booking_line(booking, now=now) for booking in shown],
        "bans": bans_against(email=customer.email, phone=customer.phone, customer_id=customer.pk),
        "consents": said,
        "holding": present_consents(said),
        "ban_form": (ban_form or BanForm(customer=customer, auto_id="ban-%s")) if may(BAN) else None,
        "ban_is_open": ban_form is not None,
        "consent_form": (consent_form or ConsentForm(auto_id="consent-%s")) if may(EDIT) else None,
        "consent_is_open": consent_form is not None,
        "packs": packs_of_customer(customer.pk, today=setup_of(venue).hours.business_day(now)),
        "hours_form": (hours_form or HoursForm(venues=whole)) if may(EDIT) and whole else None,
        "hours_is_open": hours_form is not None,
        "duplicates": duplicates_of(customer) if may("bookings.merge_customers") else [],
        "former": merged_into(customer.pk),
        "history": _history(customer, venue, now) if may("audit.view_activity") else [],
        "new_url": address("new-booking", customer=customer.pk),
        "now": now,
    }
    return render(request, "bookings/customers/customer.html", context, status=status)


def _bookings_shown(request: HttpRequest, customer: Customer) -> Page[Any]:
    paginator = Paginator(bookings_of(customer.pk), BOOKINGS_SHOWN)
    return paginator.get_page(request.GET.get("page", "1"))


def _history(customer: Customer, venue: Venue, now: datetime) -> list[dict[str, Any]]:
    events = list(matching(Filter(table="bookings_customer", entity=str(customer.pk)))[:TRAIL_SHOWN])
    last = change_that_made(customer.pk, customer.version)
    newest = last.pk if last else None
    return [
        trail_of(entry, venue.zone, now, undo_url=undo_address(customer) if entry.id == newest else "")
        for entry in entries(events)
    ]
