"""What holds for customers in general: who may not book online, and what all are asked to agree to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.forms.customers import ConsentTextForm, StrangerBanForm
from bookings.models import Purpose
from bookings.selectors.bans import holding_bans
from bookings.selectors.consents import asked_now, purposes_asked
from bookings.selectors.venues import venue_called
from bookings.services.bans import ban
from bookings.services.consents import change_consent_text
from bookings.views.answers import Sentence, say_on_next_page
from boom.access import staff
from boom.core import clock
from boom.core.errors import DomainError
from boom.problems import add_refusal, refused


@require_http_methods(["GET", "POST"])
@staff("bookings.ban_customers")
def bans(request: HttpRequest) -> HttpResponse:
    """Everybody who is blocked, and a form for an address or number that is nobody's record."""
    form = StrangerBanForm(request.POST or None, venue=venue_called(None))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = ban(reason=values["reason"], email=values["email"], phone=values["phone"])
        except DomainError as error:
            add_refusal(form, error)
            return refused(_bans_page(request, form), error)
        words = _("%(what)s cannot book online any more.") % {"what": values["email"] or values["phone"]}
        say_on_next_page(request, Sentence(words, reverse("dashboard:ban-lift", args=[made.pk])))
        return redirect("dashboard:bans")
    return _bans_page(request, form, status=422 if form.errors else 200)


def _bans_page(request: HttpRequest, form: StrangerBanForm, *, status: int = 200) -> HttpResponse:
    context = {"venue": venue_called(None), "bans": holding_bans(), "form": form, "now": clock.now()}
    return render(request, "bookings/customers/bans.html", context, status=status)


@require_http_methods(["GET", "POST"])
@staff("bookings.change_setup")
def consent_texts(request: HttpRequest) -> HttpResponse:
    """The texts customers are asked to agree to, one form each."""
    purpose = request.POST.get("purpose", "")
    form = ConsentTextForm(request.POST if purpose in Purpose else None, auto_id=f"{purpose}-%s")
    if request.method == "POST" and form.is_valid():
        before = asked_now(purpose)
        now_asked = change_consent_text(purpose=purpose, words=form.cleaned_data["words"])
        words = _("Nothing changed.") if now_asked == before else _("Saved as a new version.")
        say_on_next_page(request, Sentence(words))
        return redirect("dashboard:consent-texts")
    context = {
        "venue": venue_called(None),
        "texts": [_text(each, form if each == purpose else None) for each in purposes_asked()],
    }
    return render(
        request, "bookings/customers/consent_texts.html", context, status=422 if form.errors else 200
    )


def _text(purpose: Purpose, form: ConsentTextForm | None) -> dict[str, object]:
    asked = asked_now(purpose)
    return {
        "purpose": purpose.value,
        "label": purpose.label,
        "version": asked.version,
        "form": form or ConsentTextForm(initial={"words": asked.words}, auto_id=f"{purpose}-%s"),
    }
