"""Pages of what messages say: the list of events, and one event's words, tried with a real booking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import urlencode

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from bookings.models import Booking, FieldSubject, FormField
from bookings.views.setup import take_over
from boom.access import staff
from boom.core import clock
from boom.core.errors import Invalid, NotFound
from boom.htmx import is_fragment, page_or_part
from notifications.events import EVENTS, Event, worded
from notifications.forms.texts import MailForm, SmsForm, WhichForm, form_class
from notifications.letters import Letter
from notifications.models import Channel, MessageText, Suppression
from notifications.samples import write_sample, write_sample_text
from notifications.services.texting import lift_suppression
from notifications.services.texts import ask_for_trial, check_text, reset_text, save_text
from notifications.text_handlers import may_text
from notifications.words import Text, is_worded, names_for, text_for, usual
from tenants.context import current_business
from tenants.models import Business

Typed = MailForm | SmsForm

CHANGE = "bookings.change_setup"
PAGE = "notifications/text.html"
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Which:
    """Which text is looked at."""

    event: Event
    channel: str
    language: str

    @property
    def here(self) -> str:
        """Its page."""
        query = urlencode({"channel": self.channel, "language": self.language})
        return f"{reverse('messages:text', args=[self.event.kind])}?{query}"

    def check(self, said: Text) -> None:
        """Raises Invalid for words that cannot be used."""
        check_text(
            kind=self.event.kind,
            channel=self.channel,
            language=self.language,
            subject=said.subject,
            body=said.body,
        )


@require_GET
@staff(CHANGE)
def texts(request: HttpRequest) -> HttpResponse:
    """Every event that customers are told of, and in whose words."""
    own: dict[str, list[str]] = {}
    for kind, language in MessageText.objects.order_by("language").values_list("kind", "language"):
        own.setdefault(kind, []).append(language)
    rows = [
        {"event": each, "languages": own.get(each.kind, []), "is_texted": is_worded(each.kind, Channel.SMS)}
        for each in worded()
    ]
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
    """One event's words. `do` says what a press is for: the usual words again, a trial, or saving; a fragment
    only looks.
    """
    which = _which(request, event)
    if request.method == "GET":
        said = text_for(which.event.kind, which.channel, language=which.language)
        form = form_class(which.channel)(initial={"subject": said.subject, "body": said.body})
        return _page(request, which, form)
    do = request.POST.get("do", "")
    if do == "reset":
        reset_text(kind=which.event.kind, channel=which.channel, language=which.language)
        messages.success(request, _("The usual words again."))
        return redirect(which.here)
    form = form_class(which.channel)(request.POST)
    if form.is_valid() and not is_fragment(request):
        try:
            if do == "try":
                messages.success(request, _send_trial(request, which, form))
            else:
                said = _said(form.cleaned_data)
                save_text(
                    kind=which.event.kind,
                    channel=which.channel,
                    language=which.language,
                    subject=said.subject,
                    body=said.body,
                )
                messages.success(request, _("Saved the text."))
                return redirect(which.here)
        except Invalid as error:
            take_over(form, error)
    return _page(request, which, form)


@require_POST
@staff(CHANGE)
def look(request: HttpRequest, event: str) -> HttpResponse:
    """The mail's page as it is typed, about the newest booking: a document of its own, with its styles."""
    which, form = replace(_which(request, event), channel=Channel.EMAIL), MailForm(request.POST)
    letter = None
    if form.is_valid():
        try:
            which.check(_said(form.cleaned_data))
            letter = _letter(which, _said(form.cleaned_data))
        except Invalid as error:
            take_over(form, error)
    if letter is None:
        return _page(request, which, form)
    styled = csp_update({"style-src": ["'unsafe-inline'"]})(lambda _request: HttpResponse(letter.html))
    return cast(HttpResponse, styled(request))


def _page(request: HttpRequest, which: Which, form: Typed) -> HttpResponse:
    kind, channel, language = which.event.kind, which.channel, which.language
    fields = FormField.objects.filter(subject=FieldSubject.BOOKING).order_by("id")
    context = {
        "event": which.event,
        "here": which.here,
        "language": language,
        "is_text": channel == Channel.SMS,
        "which": _which_form(kind, initial={"channel": channel, "language": language}),
        "form": form,
        "is_own": MessageText.objects.filter(kind=kind, channel=channel, language=language).exists(),
        "ours": usual(kind, channel, language),
        "me": cast(User, request.user).email,
        "placeholders": [
            {"name": name, "words": words} for name, words in names_for(kind, channel, fields).items()
        ],
        **_shown(which, form),
    }
    status = 422 if form.errors and not is_fragment(request) else 200
    return render(request, page_or_part(request, PAGE, part="look"), context, status=status)


def _shown(which: Which, form: Typed) -> dict[str, Any]:
    """The typed text about the newest booking; the mistake, where it has one."""
    if form.is_bound and not form.is_valid():
        return {"wrong": " ".join(str(words) for each in form.errors.values() for words in each)}
    said = _said(form.cleaned_data if form.is_bound else form.initial)
    try:
        which.check(said)
    except Invalid as error:
        return {"wrong": " ".join(error.fields.values())}
    return {"words": _text(which, said)} if which.channel == Channel.SMS else {"letter": _letter(which, said)}


def _letter(which: Which, said: Text) -> Letter | None:
    """How a mail reads about the newest booking; None where there is none yet."""
    booking = _newest()
    if booking is None:
        return None
    return write_sample(
        which.event.kind, booking, _business(), now=clock.now(), said=said, language=which.language
    )


def _text(which: Which, said: Text) -> str:
    """How a text message reads about the newest booking; empty where there is none yet."""
    booking = _newest()
    if booking is None:
        return ""
    return write_sample_text(
        which.event.kind, booking, _business(), now=clock.now(), said=said, language=which.language
    )


def _business() -> Business:
    business = current_business()
    assert business is not None, "a dashboard is a business's"
    return business


def _newest() -> Booking | None:
    found = Booking.objects.visible().filter(customer__isnull=False)
    return found.select_related("room__venue", "customer").order_by("-id").first()


def _send_trial(request: HttpRequest, which: Which, form: Typed) -> str:
    """Ask for a trial; the words that say so. Raises Invalid."""
    booking, is_text = _newest(), which.channel == Channel.SMS
    address = form.cleaned_data["to"] if is_text else cast(User, request.user).email
    if booking is None:
        raise Invalid(fields={"body": _("There is no booking yet to try it with.")})
    if not address:
        raise Invalid(fields={"to": _("Enter the number that it goes to.")})
    if is_text and not may_text():
        raise Invalid(fields={"to": _("Your plan has no text messages.")})
    said = _said(form.cleaned_data)
    ask_for_trial(
        kind=which.event.kind,
        channel=which.channel,
        subject=said.subject,
        body=said.body,
        booking_id=booking.pk,
        to_address=address,
        language=which.language,
    )
    if is_text:
        return _("A trial text message is on its way to %(number)s.") % {"number": address}
    return _("A trial mail is on its way to %(address)s.") % {"address": address}


def _said(typed: Mapping[str, Any]) -> Text:
    """The words of a form; a text message has no subject."""
    return Text(typed.get("subject", ""), typed["body"])


def _which(request: HttpRequest, kind: str) -> Which:
    """What the address names. Raises NotFound for an event without own words."""
    if not is_worded(kind, Channel.EMAIL):
        raise NotFound(_("There is no such message."))
    channel, language = _which_form(kind, request.GET).chosen()
    return Which(EVENTS[kind], channel, language)


def _which_form(kind: str, *given: Any, **options: Any) -> WhichForm:
    return WhichForm(*given, has_texts=is_worded(kind, Channel.SMS), **options)
