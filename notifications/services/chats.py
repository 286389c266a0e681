"""The team's chats: entered, changed, tried, switched off; and what became of each post."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import random
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils.translation import gettext as _

from bookings.models import Venue
from boom.core import outbox
from boom.core.db import service
from boom.core.errors import Conflict, Invalid, NotFound
from boom.core.providers.outbound import check_url
from boom.core.sealing import seal
from notifications.alert_words import CHAT_OFF, FOR_CHATS
from notifications.domain.chatting import is_hopeless, rest_after
from notifications.models import Chat, ChatPost, StaffAlert
from notifications.models.chats import PURPOSE

DUE = "chat.due"
MOST_CHATS = 20


class TooManyChats(Conflict):
    code = "too-many-chats"
    message = f"A business has at most {MOST_CHATS} chats."


@service
def add_chat(*, name: str, kind: str, url: str, kinds: Iterable[str], venue_id: int | None) -> Chat:
    """Tell a chat of these alerts from now on. Raises AddressRefused, Invalid, TooManyChats."""
    if Chat.objects.count() >= MOST_CHATS:
        raise TooManyChats
    chat = Chat(name=name, service=kind)
    _point(chat, url)
    _tell_of(chat, kinds, venue_id)
    chat.save()
    return chat


@service
def change_chat(
    *, chat_id: int, name: str, kind: str, url: str, kinds: Iterable[str], venue_id: int | None
) -> Chat:
    """Change a chat; an empty `url` leaves its address. Raises AddressRefused, Invalid, NotFound."""
    chat = _locked(chat_id)
    chat.name, chat.service = name, kind
    if url:
        _point(chat, url)
        _start_anew(chat)
    _tell_of(chat, kinds, venue_id)
    chat.save()
    return chat


@service
def switch_chat(*, chat_id: int, is_on: bool) -> None:
    """Tell it nothing for now, or go on; what happened meanwhile is not told later. Raises NotFound."""
    chat = _locked(chat_id)
    chat.is_on = is_on
    _start_anew(chat)
    chat.save()


@service
def remove_chat(*, chat_id: int) -> None:
    """Forget a chat and its address. Raises NotFound."""
    _locked(chat_id).delete()


@service
def try_chat(*, chat_id: int) -> None:
    """Post a few words that mean nothing, whether it is on or not. Raises NotFound."""
    chat = _locked(chat_id)
    post = ChatPost.objects.create(chat=chat)
    outbox.publish(DUE, post=post.pk)


def tell_chats(alert: StaffAlert) -> None:
    """Promise an alert to each chat that is told of such, by a fact of its own. Within a transaction."""
    wanting = Chat.objects.filter(
        Q(venue=None) | Q(venue_id=alert.venue_id), is_on=True, kinds__contains=[alert.kind]
    )
    for chat in wanting.order_by("id"):
        post, is_new = ChatPost.objects.get_or_create(chat=chat, alert=alert)
        if is_new:
            outbox.publish(DUE, post=post.pk)


@service
def note_posted(*, post_id: int, now: datetime) -> None:
    """The chat has taken it."""
    ChatPost.objects.filter(pk=post_id).update(sent_at=now)
    Chat.objects.filter(posts=post_id).update(
        failures_in_row=0, failing_since=None, rests_until=None, last_error="", last_sent_at=now
    )


@service
def note_not_posted(*, post_id: int, reason: str, is_gone: bool, now: datetime) -> timedelta:
    """It was not taken; gives how long to leave the chat alone. Without hope it is off, with a notice."""
    chat = Chat.objects.select_for_update().get(posts=post_id)
    chat.failures_in_row += 1
    chat.failing_since = chat.failing_since or now
    chat.last_error = reason[:200]
    rest = rest_after(chat.failures_in_row, chance=random())  # noqa: S311 - jitter
    chat.rests_until = now + rest
    hopeless = is_hopeless(failing_since=chat.failing_since, failures_in_row=chat.failures_in_row, now=now)
    is_trial = ChatPost.objects.filter(pk=post_id, alert=None).exists()
    if chat.is_on and (hopeless or (is_gone and not is_trial)):
        chat.is_on, chat.switched_off_because = False, chat.last_error
        _say_so(chat)
    chat.save()
    return rest


def _say_so(chat: Chat) -> None:
    """On the bell, at the chat's venue or the first there is."""
    fact = outbox.publish(CHAT_OFF, chat=chat.pk)
    venue_id = chat.venue_id or Venue.objects.order_by("id").values_list("id", flat=True).first()
    if venue_id is not None:
        alert = StaffAlert.objects.create(fact_id=fact.pk, kind=CHAT_OFF, venue_id=venue_id, detail=chat.name)
        outbox.publish("alert.raised", alert=alert.pk)


def _point(chat: Chat, url: str) -> None:
    parts = check_url(url)
    chat.url_sealed = seal(url, purpose=PURPOSE)
    chat.hint = f"{urlsplit(url).hostname} …{parts.path[-4:]}"[:120]


def _tell_of(chat: Chat, kinds: Iterable[str], venue_id: int | None) -> None:
    wanted = set(kinds)
    chat.kinds = [kind for kind in FOR_CHATS if kind in wanted]
    if not chat.kinds:
        raise Invalid(fields={"kinds": _("Choose what it is told of.")})
    if venue_id is not None and not Venue.objects.filter(pk=venue_id).exists():
        raise Invalid(fields={"venue": _("Choose one of your venues.")})
    chat.venue_id = venue_id


def _start_anew(chat: Chat) -> None:
    chat.failures_in_row, chat.failing_since, chat.rests_until = 0, None, None
    chat.last_error = chat.switched_off_because = ""


def _locked(chat_id: int) -> Chat:
    chat = Chat.objects.select_for_update().filter(pk=chat_id).first()
    if chat is None:
        raise NotFound(_("There is no such chat."))
    return chat
