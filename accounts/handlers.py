"""Mails that follow from facts about accounts. Tokens are made here, at send time; the outbox holds ids only.

Nothing is sent from within a transaction. A handler that runs twice sends the same mail under the same
Message-ID, with a link that is good in both.
"""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts import mails, services
from accounts.models import Invitation, User
from accounts.tokens import ResetTokens
from boom.core import outbox
from boom.core.models import OutboxMessage
from tenants.context import current_business


@outbox.handles(
    "accounts.reset_requested",
    name="accounts.mail_reset_link",
    # Asked for by somebody without an account here: there is nobody to write to.
    only=lambda payload: payload["user"] is not None,
    label="Reset link to somebody on the team",
)
def mail_reset_link(message: OutboxMessage, now: datetime) -> None:
    """The link to set a new password, to the address on the account and to no other."""
    user = User.objects.filter(pk=message.payload["user"], is_active=True).first()
    business = current_business()
    if user is None or business is None:
        return
    path = _path(
        "reset-link",
        user_key=urlsafe_base64_encode(force_bytes(user.pk)),
        token=ResetTokens(now=now).make_token(user),
    )
    mails.send(
        "reset", to=user.email, message=message, business=business, person=user, link=business.url(path)
    )


@outbox.handles("accounts.invited", name="accounts.mail_invitation", label="Invitation to join the team")
def mail_invitation(message: OutboxMessage, now: datetime) -> None:
    """The link to join; nothing when the invitation was taken back in the meantime."""
    business = current_business()
    issued = services.issue_invitation_link(invitation_id=message.payload["invitation"], now=now)
    if issued is None or business is None:
        return
    invitation, token = issued
    mails.send(
        "invitation",
        to=invitation.email,
        message=message,
        business=business,
        invited_by=_inviter(invitation),
        role=invitation.role_name,
        link=business.url(_path("invitation", token=token)),
    )


@outbox.handles(
    "accounts.password_changed",
    name="accounts.mail_password_notice",
    label="Notice of a changed password to somebody on the team",
)
def mail_password_notice(message: OutboxMessage, now: datetime) -> None:
    """Tell a person that their password was changed, in case it was not them."""
    user = User.objects.filter(pk=message.payload["user"], is_active=True).first()
    business = current_business()
    if user is None or business is None:
        return
    mails.send(
        "password_changed",
        to=user.email,
        message=message,
        business=business,
        person=user,
        link=business.url(_path("reset")),
    )


def _inviter(invitation: Invitation) -> str:
    return invitation.invited_by.get_full_name() if invitation.invited_by else ""


def _path(name: str, **kwargs: str) -> str:
    return reverse(f"accounts:{name}", urlconf="boom.urls_tenant", kwargs=kwargs)
