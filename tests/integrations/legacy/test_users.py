"""Planning the accounts of a legacy file."""

from __future__ import annotations

from typing import Any

import bcrypt
import pytest

from accounts.permissions import Role
from integrations.legacy.cells import Cell
from integrations.legacy.findings import Findings
from integrations.legacy.users import plan_users
from tests.integrations.legacy.files import row_of, said, user

# The hash that one release's seed called "demo123"; it is the hash of the word "password".
PUBLIC_SEED = "$2a$10$92IXUNpkjO0rOQ5byMi.Ye4oKoEa3Ro9llC/.og/at2.uheWG/igi"


def hashed(password: str) -> str:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(4, b"2a")).decode()


def users_of(*cells: dict[str, Any]):
    findings = Findings()
    rows = [row_of("users", **{**user(), "id": number, **own}) for number, own in enumerate(cells, start=1)]
    return plan_users(rows, findings), findings


@pytest.mark.parametrize(
    ("typed", "role", "codes"),
    [
        ("admin", Role.OWNER, []),
        (" Admin ", Role.OWNER, []),
        ("owner", Role.OWNER, []),
        ("manager", Role.MANAGER, []),
        ("user", Role.FRONT_DESK, []),
        (None, Role.VIEWER, ["unknown-role"]),
        ("", Role.VIEWER, ["unknown-role"]),
        ("root", Role.VIEWER, ["unknown-role"]),
    ],
)
def test_roles_come_over_and_unknown_ones_get_the_least(typed: Cell, role: Role, codes: list[str]):
    (only,), findings = users_of({"role": typed, "password": hashed("pw")})

    assert only.role is role
    assert [code for _, _, code in said(findings)] == codes


def test_a_second_account_of_one_address_is_rejected_whatever_its_case():
    users, findings = users_of(
        {"email": "ada@example.com"}, {"email": "ADA@Example.com"}, {"email": "not one"}
    )

    assert [each.email for each in users] == ["ada@example.com"]
    assert said(findings, "rejected") == [("users", 2, "email-twice"), ("users", 3, "no-email")]


def test_without_a_bcrypt_hash_a_new_password_has_to_be_set():
    (only,), findings = users_of({"password": "plain text"})

    assert only.password_hash is None
    assert said(findings) == [("users", 1, "password-unusable")]


@pytest.mark.parametrize(
    "password", [hashed("demo123"), hashed("password"), PUBLIC_SEED], ids=["demo123", "password", "seeded"]
)
def test_the_demo_account_with_its_public_password_is_no_administrator(password: str):
    (only,), findings = users_of({"email": "Demo@Example.com", "role": "admin", "password": password})

    assert (only.role, only.password_hash) == (Role.VIEWER, password)
    assert said(findings) == [("users", 1, "public-password")]


def test_the_demo_account_with_a_password_of_its_own_stays_what_it_was():
    (only,), findings = users_of(
        {"email": "demo@example.com", "role": "admin", "password": hashed("changed since")}
    )

    assert only.role is Role.OWNER
    assert findings == Findings()
