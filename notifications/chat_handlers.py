"""Posting alerts to the team's chats: each post by itself, once, outside of any transaction."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.utils.translation import gettext

from boom.core import outbox
from boom.core.models import OutboxMessage
from boom.core.providers import outbound
from boom.core.sealing import SealBroken, unseal
from notifications.alert_words import about_of, path_of, words_of
from notifications.domain.chatting import GONE, TOO_MANY, WORTH_TELLING_FOR, body_for
from notifications.models import ChatPost
from notifications.models.chats import PURPOSE
from notifications.services.chats import DUE, note_not_posted, note_posted
from tenants.context import current_business

LONGEST_ASKED_S = 3600
JSON = {"Content-Type": "application/json"}


@outbox.handles(DUE, name="notifications.post_to_chat", label="Word to your team’s chat")
def post_to_chat(message: OutboxMessage, now: datetime) -> None:
    """Post what waits, where its chat is still told. Raises outbox.Later while the chat cannot be reached."""
    post = (
        ChatPost.objects.select_related("chat", "alert__booking__room", "alert__booking__customer")
        .filter(pk=message.payload["post"])
        .first()
    )
    if post is None or post.sent_at is not None:
        return
    is_trial = post.alert is None
    if not is_trial:
        if not post.chat.is_on:
            return
        if post.chat.rests_until is not None and post.chat.rests_until > now:
            raise outbox.Later(f"{post.chat}: {post.chat.last_error}", after=post.chat.rests_until - now)
    status, reason, asked = _post(post)
    if not reason:
        note_posted(post_id=post.pk, now=now)
        return
    rest = note_not_posted(post_id=post.pk, reason=reason, is_gone=status in GONE, now=now)
    reason = f"{post.chat}: {reason}"
    if is_trial or now - post.created_at >= WORTH_TELLING_FOR:
        raise outbox.GiveUp(reason)
    raise outbox.Later(reason, after=max(rest, asked))


def _post(post: ChatPost) -> tuple[int, str, timedelta]:
    """Call the chat: its status, why it did not take it (empty where it did), how long it asks to wait."""
    try:
        url = unseal(post.chat.url_sealed, purpose=PURPOSE)
        answer = outbound.call("POST", url, body=_body(post), headers=JSON)
    except (SealBroken, outbound.AddressRefused, outbound.NoAnswer) as error:
        return 0, error.message, timedelta()
    if 200 <= answer.status < 300:
        return answer.status, "", timedelta()
    asked = answer.headers.get("retry-after", "")
    seconds = int(asked[:6]) if answer.status == TOO_MANY and asked.isascii() and asked.isdigit() else 0
    return answer.status, f"It answered {answer.status}.", timedelta(seconds=min(seconds, LONGEST_ASKED_S))


def _body(post: ChatPost) -> bytes:
    business = current_business()
    assert business is not None, "chats live in a business's schema"
    alert = post.alert
    if alert is None:
        words, about, path = (
            gettext("A trial from Boom. It works."),
            business.name,
            "/dashboard/alerts/chats/",
        )
    else:
        words, path = words_of(alert), path_of(alert)
        about = about_of(alert.booking) if alert.booking is not None else ""
    return json.dumps(body_for(post.chat.service, words, about, business.url(path))).encode()
