"""Roles a business makes for itself, from the permissions of the matrix."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.errors import RoleInUse, RoleNameTaken, RoleUnknown
from accounts.models import Invitation, OwnRole, User
from accounts.permissions import MATRIX, OWNERS_ONLY
from accounts.services import raise_access
from boom.core.db import refusing, service
from boom.core.errors import Invalid

REFUSALS = {"own_role_name_unique": RoleNameTaken}


@service
def create_own_role(*, name: str, permissions: Iterable[str]) -> OwnRole:
    """Make a role. Raises RoleNameTaken; Invalid for none, or for what only owners may."""
    role = OwnRole(name=name.strip(), permissions=_checked(permissions))
    with refusing(REFUSALS):
        role.save(force_insert=True)
    return role


@service
def change_own_role(*, role_id: int, name: str, permissions: Iterable[str]) -> OwnRole:
    """Change a role; whoever has it signs in anew. Raises as `create_own_role` does, and RoleUnknown."""
    role = _locked(role_id)
    checked = _checked(permissions)
    is_other = set(checked) != set(role.permissions)
    role.name, role.permissions = name.strip(), checked
    with refusing(REFUSALS):
        role.save()
    if is_other:
        for user in User.objects.select_for_update().filter(own_role=role).order_by("id"):
            raise_access(user)
    return role


@service
def remove_own_role(*, role_id: int) -> OwnRole:
    """Remove a role that nobody has. Raises RoleInUse, RoleUnknown."""
    role = _locked(role_id)
    waiting = Invitation.objects.filter(own_role=role, accepted_at=None, revoked_at=None)
    if User.objects.filter(own_role=role).exists() or waiting.exists():
        raise RoleInUse
    Invitation.objects.filter(own_role=role).update(own_role=None)
    role.delete()
    return role


def _checked(permissions: Iterable[str]) -> list[str]:
    wanted = set(permissions)
    if not wanted or wanted - MATRIX.keys() or wanted & OWNERS_ONLY:
        raise Invalid(fields={"permissions": "Choose what this role may do."})
    return [name for name in MATRIX if name in wanted]


def _locked(role_id: int) -> OwnRole:
    role = OwnRole.objects.select_for_update().filter(pk=role_id).first()
    if role is None:
        raise RoleUnknown
    return role
