"""Plans the people who log in (R7, R8, R9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import bcrypt

from accounts.permissions import Role
from integrations.legacy.cells import as_truth, filled
from integrations.legacy.findings import Findings, LegacyId
from integrations.legacy.people import kept_hash, read_email
from integrations.legacy.source import Row
from integrations.legacy.words import fitted, typed_text

# The old app's own first account and the passwords it was delivered with, printed in its manual.
DEMO_EMAIL = "demo@example.com"
PUBLIC_PASSWORDS = ("demo123", "password")


LONGEST_NAME = 120


ROLES = {
    "owner": Role.OWNER,
    "admin": Role.OWNER,
    "administrator": Role.OWNER,
    "manager": Role.MANAGER,
    "user": Role.FRONT_DESK,
    "staff": Role.FRONT_DESK,
}


@dataclass(frozen=True, slots=True)
class PlannedUser:
    """An account to be. `password_hash` is the bcrypt hash as it stood, or None: a new one has to be set."""

    key: str
    id: LegacyId
    email: str
    name: str
    role: Role
    password_hash: str | None
    has_public_password: bool


def plan_users(rows: Iterable[Row], findings: Findings) -> tuple[PlannedUser, ...]:
    """The accounts in rising order of id, each address once."""
    users: dict[str, PlannedUser] = {}
    for row in rows:
        email = read_email(row["email"])
        if email is None:
            findings.reject(row, "no-email", f"{filled(row['email'])!r} is no e-mail address to log in with")
        elif email in users:
            findings.reject(
                row, "email-twice", f"{email} is there already (user {users[email].id}, who keeps it)"
            )
        else:
            users[email] = _guarded(_user(row, email, findings), findings)
    return tuple(users.values())


def _user(row: Row, email: str, findings: Findings) -> PlannedUser:
    hashed = kept_hash(row["password"])
    if hashed is None:
        said = f"{email} has no usable password hash; a new password has to be set"
        findings.warn("users", row.id, "password-unusable", said)
    elif as_truth(row["is_active"])[0] is False:
        hashed = None
        said = f"{email} was switched off; gets in again only with a new password"
        findings.warn("users", row.id, "switched-off", said)
    return PlannedUser(
        key=str(row.key),
        id=row.id,
        email=email,
        name=fitted(row, "name", typed_text(row, "name", findings).strip(), LONGEST_NAME, findings)
        or email.partition("@")[0],
        role=_role(row, email, findings),
        password_hash=hashed,
        has_public_password=hashed is not None
        and email == DEMO_EMAIL
        and _opens_with_public_password(hashed),
    )


def _role(row: Row, email: str, findings: Findings) -> Role:
    typed = filled(row["role"])
    role = ROLES.get((typed or "").casefold())
    if role is None:
        findings.warn(
            "users",
            row.id,
            "unknown-role",
            f"{email} has {f'the unknown role {typed!r}' if typed else 'no role'}; may only look (viewer)",
        )
        return Role.VIEWER
    return role


def _guarded(user: PlannedUser, findings: Findings) -> PlannedUser:
    """An account anybody can open may look, and nothing more (R8)."""
    if not user.has_public_password:
        return user
    findings.warn(
        "users",
        user.id,
        "public-password",
        f"{user.email} still has the password printed in the old app's manual; it was {user.role} and may "
        "only look (viewer) until someone changes password and role",
    )
    return replace(user, role=Role.VIEWER)


def _opens_with_public_password(hashed: str) -> bool:
    return any(bcrypt.checkpw(word.encode(), hashed.encode()) for word in PUBLIC_PASSWORDS)
