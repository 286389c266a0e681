"""How changes of people's accounts are taken back: through the services of accounts, which stand below."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from accounts import services
from accounts.models import User
from audit.acts import RowChange
from audit.errors import CannotTakeBack, ChangedSince
from audit.models import Action
from audit.services.rows import insist_unchanged
from audit.taking_back import Undoing, stays, takes_back
from boom.core.db import service

TAKEN_BACK = frozenset({"name", "role", "is_active"})


@takes_back("accounts_user", permission="accounts.manage_staff")
def take_back_people(changes: Sequence[RowChange], undoing: Undoing) -> bool:
    """Names, roles and access as they were; an account that was made loses its access. Passwords never."""
    found = {_take_back(change, undoing) for change in changes}
    return True in found


@service
def _take_back(change: RowChange, undoing: Undoing) -> bool:
    if change.action == Action.DELETE:
        raise CannotTakeBack(gettext("An account that was removed cannot come back: its password is gone."))
    user = User.objects.filter(pk=change.entity_id).first()
    if user is None:
        raise ChangedSince(gettext("That account is gone."))
    insist_unchanged(user, change, undoing.act, never=frozenset(change.new) - TAKEN_BACK)
    if change.action == Action.INSERT:
        services.deactivate(user_id=user.pk)
        return True
    old = {name: value for name, value in change.old.items() if name in TAKEN_BACK}
    if "role" in old:
        services.change_role(user_id=user.pk, role=old["role"])
    if "name" in old:
        services.rename(user_id=user.pk, name=old["name"])
    if "is_active" in old:
        (services.reactivate if old["is_active"] else services.deactivate)(user_id=user.pk)
    return bool(old)


stays("accounts_invitation", word("An invitation is taken back, or sent again, on the team's page."))
