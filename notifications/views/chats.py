"""The team's chats: the list, one to change, and what is done with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bookings.page_parts import adds_to_attention
from boom.access import staff
from boom.core import clock
from boom.core.errors import DomainError, NotFound
from boom.problems import add_refusal
from notifications.alert_words import FOR_CHATS
from notifications.forms.chats import ChatForm
from notifications.models import Chat
from notifications.services import chats as services

CONNECT = "integrations.connect"


@require_http_methods(["GET", "POST"])
@staff(CONNECT)
def chats(request: HttpRequest) -> HttpResponse:
    """Every chat that is told, and a form for another."""
    form = ChatForm(request.POST or None, initial={"kinds": FOR_CHATS})
    if request.method == "POST" and form.is_valid():
        try:
            chat = services.add_chat(**form.values)
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(
                request, _("%(name)s is told from now on. Send it a trial.") % {"name": chat.name}
            )
            return redirect("alerts:chats")
    context = {"chats": Chat.objects.select_related("venue").order_by("id"), "form": form, "now": clock.now()}
    return render(request, "notifications/chats.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@staff(CONNECT)
def chat(request: HttpRequest, chat_id: int) -> HttpResponse:
    """One chat's form."""
    found = Chat.objects.filter(pk=chat_id).first()
    if found is None:
        raise NotFound(_("There is no such chat."))
    typed = {"name": found.name, "kind": found.service, "kinds": found.kinds, "venue": found.venue_id or ""}
    form = ChatForm(request.POST or None, initial=typed, chat=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_chat(chat_id=chat_id, **form.values)
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("alerts:chats")
    context = {"chat": found, "form": form}
    return render(request, "notifications/chat.html", context, status=422 if form.errors else 200)


@require_POST
@staff(CONNECT)
def chat_trial(request: HttpRequest, chat_id: int) -> HttpResponse:
    """Post a few words, to see that they arrive."""
    services.try_chat(chat_id=chat_id)
    messages.success(
        request, _("A trial is on its way. Look into the chat; if nothing comes, load this page again.")
    )
    return redirect("alerts:chats")


@require_POST
@staff(CONNECT)
def chat_switch(request: HttpRequest, chat_id: int) -> HttpResponse:
    """Tell it nothing for now, or go on."""
    is_on = request.POST.get("do") == "on"
    services.switch_chat(chat_id=chat_id, is_on=is_on)
    messages.success(
        request, _("It is told again from now on.") if is_on else _("It is told nothing for now.")
    )
    return redirect("alerts:chats")


@require_POST
@staff(CONNECT)
def chat_remove(request: HttpRequest, chat_id: int) -> HttpResponse:
    """Forget it."""
    services.remove_chat(chat_id=chat_id)
    messages.success(request, _("The chat is forgotten."))
    return redirect("alerts:chats")


@adds_to_attention
def chats_attention(request: HttpRequest) -> str:
    """Chats that were switched off by themselves, for whoever may switch them on."""
    if not request.user.has_perm(CONNECT):
        return ""
    found = list(Chat.objects.exclude(switched_off_because="").order_by("id"))
    return render_to_string("notifications/chats_attention.html", {"chats": found}, request) if found else ""
