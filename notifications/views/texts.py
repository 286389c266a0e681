"""Pages of what messages say: the list of events, and one event's words, tried with a real booking."""

from __future__ import annotations

from typing import Any, cast

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from bookings.confirmation import own_placeholders
from bookings.models import Booking, FieldSubject, FormField
from bookings.views.setup import take_over
from boom.access import staff
from boom.core import clock
from boom.core.errors import Invalid, NotFound
from boom.htmx import is_fragment, page_or_part
from notifications.events import EVENTS, Event, worded
from notifications.forms.texts import LanguageForm, TextForm
from notifications.letters import Letter, write_letter
from notifications.models import Channel, MessageText, Suppression
from notifications.services.texting import lift_suppression
from notifications.services.texts import ask_for_trial, check_text, reset_text, save_text
from notifications.words import BLOCKS, PLACEHOLDERS, Text, text_for, usual
from tenants.context import current_business

CHANGE = "bookings.change_setup"
PAGE = "notifications/text.html"
MOST_SHOWN = 200


@require_GET
@staff(CHANGE)
def texts(request: HttpRequest) -> HttpResponse:
    """Every event that customers are told of, and in whose words."""
    own: dict[str, list[str]] = {}
    for kind, language in MessageText.objects.order_by("language").values_list("kind", "language"):
        own.setdefault(kind, []).append(language)
    rows = [{"event": event, "languages": own.get(event.kind, [])} for event in worded()]
    others = [event for event in EVENTS.values() if not event.is_worded]
    context = {"rows": rows, "others": others, "suppressed": Suppression.objects.order_by("-id")[:MOST_SHOWN]}
    return render(request, "notifications/texts.html", context)


@require_POST
@staff(CHANGE)
def lift(request: HttpRequest, suppression_id: int) -> HttpResponse:
    """Try an address again that was left alone."""
    lift_suppression(suppression_id=suppression_id)
    messages.success(request, _("Messages go there again."))
    return redirect("messages:texts")


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def text(request: HttpRequest, event: str) -> HttpResponse:
    """One event's words. `do` says what a press is for: the usual words again, a trial mail, or saving; a
    fragment only looks.
    """
    told, language = _event(event), _language(request)
    here = f"{reverse('messages:text', args=[told.kind])}?language={language}"
    if request.method == "GET":
        said = text_for(told.kind, Channel.EMAIL, language=language)
        form = TextForm(initial={"subject": said.subject, "body": said.body})
        return _page(request, told, language, form)
    do = request.POST.get("do", "")
    if do == "reset":
        reset_text(kind=told.kind, channel=Channel.EMAIL, language=language)
        messages.success(request, _("The usual words again."))
        return redirect(here)
    form = TextForm(request.POST)
    if form.is_valid() and not is_fragment(request):
        try:
            if do == "try":
                messages.success(request, _send_trial(request, told, form))
            else:
                save_text(kind=told.kind, channel=Channel.EMAIL, language=language, **form.cleaned_data)
                messages.success(request, _("Saved the text."))
                return redirect(here)
        except Invalid as error:
            take_over(form, error)
    return _page(request, told, language, form)


@require_POST
@staff(CHANGE)
def look(request: HttpRequest, event: str) -> HttpResponse:
    """The mail's page as it is typed, about the newest booking: a document of its own, with its styles."""
    told, form = _event(event), TextForm(request.POST)
    letter = None
    if form.is_valid():
        try:
            check_text(kind=told.kind, channel=Channel.EMAIL, language="", **form.cleaned_data)
            letter = _letter(told, Text(**form.cleaned_data), _language(request))
        except Invalid as error:
            take_over(form, error)
    if letter is None:
        return _page(request, told, _language(request), form)
    styled = csp_update({"style-src": ["'unsafe-inline'"]})(lambda _request: HttpResponse(letter.html))
    return cast(HttpResponse, styled(request))


def _page(request: HttpRequest, told: Event, language: str, form: TextForm) -> HttpResponse:
    fields = FormField.objects.filter(subject=FieldSubject.BOOKING).order_by("id")
    ours = usual(told.kind, Channel.EMAIL, language)
    context = {
        "event": told,
        "language": language,
        "languages": LanguageForm(initial={"language": language}),
        "form": form,
        "is_own": MessageText.objects.filter(
            kind=told.kind, channel=Channel.EMAIL, language=language
        ).exists(),
        "ours": ours,
        "me": cast(User, request.user).email,
        "placeholders": [
            *({"name": name, "words": words} for name, words in (BLOCKS | PLACEHOLDERS).items()),
            *({"name": name, "words": field.label} for name, field in own_placeholders(fields).items()),
        ],
        **_shown(told, form, language),
    }
    status = 422 if form.errors and not is_fragment(request) else 200
    return render(request, page_or_part(request, PAGE, part="look"), context, status=status)


def _shown(told: Event, form: TextForm, language: str) -> dict[str, Any]:
    """The typed text about the newest booking; the mistake, where it has one."""
    if form.is_bound and not form.is_valid():
        return {"wrong": " ".join(str(words) for each in form.errors.values() for words in each)}
    typed = form.cleaned_data if form.is_bound else form.initial
    try:
        check_text(kind=told.kind, channel=Channel.EMAIL, language="", **typed)
    except Invalid as error:
        return {"wrong": " ".join(error.fields.values())}
    return {"letter": _letter(told, Text(**typed), language)}


def _letter(told: Event, said: Text, language: str) -> Letter | None:
    """How it reads about the newest booking, in a language; None where there is none yet."""
    business, booking = current_business(), _newest()
    assert business is not None, "a dashboard is a business's"
    return (
        write_letter(
            told.kind, booking, business, now=clock.now(), said=said, language=language, is_trial=True
        )
        if booking
        else None
    )


def _newest() -> Booking | None:
    found = Booking.objects.visible().filter(customer__isnull=False)
    return found.select_related("room__venue", "customer").order_by("-id").first()


def _send_trial(request: HttpRequest, told: Event, form: TextForm) -> str:
    """Ask for a trial mail; the words that say so. Raises Invalid."""
    booking, address = _newest(), cast(User, request.user).email
    if booking is None:
        raise Invalid(fields={"body": _("There is no booking yet to try it with.")})
    ask_for_trial(
        kind=told.kind,
        booking_id=booking.pk,
        to_address=address,
        language=_language(request),
        **form.cleaned_data,
    )
    return _("A trial mail is on its way to %(address)s.") % {"address": address}


def _event(kind: str) -> Event:
    found = EVENTS.get(kind)
    if found is None or not found.is_worded:
        raise NotFound(_("There is no such message."))
    return found


def _language(request: HttpRequest) -> str:
    """The language of the address; all of them where it names none we know."""
    form = LanguageForm(request.GET)
    return str(form.cleaned_data["language"]) if form.is_valid() else ""
