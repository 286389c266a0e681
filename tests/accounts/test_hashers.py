"""Passwords brought along from Boom Karaoke."""

from __future__ import annotations

import bcrypt
import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password, identify_hasher

from accounts.models import User
from tenants.models import Business

LONG = "correct horse battery staple " * 3


def legacy(password: str, start: str = "$2a$") -> str:
    hashed = bcrypt.hashpw(password.encode()[:72], bcrypt.gensalt(4)).decode()
    return "bcrypt$" + start + hashed[4:]


@pytest.mark.parametrize("start", ["$2a$", "$2b$", "$2y$"])
@pytest.mark.parametrize("password", ["frontdesk", "Wknd!2026", "pässwörd 🎤", " spaces "])
def test_the_old_password_is_good_and_no_other(password: str, start: str):
    assert check_password(password, legacy(password, start))
    assert not check_password(password + "x", legacy(password, start))


def test_only_the_first_72_bytes_count():
    assert check_password(LONG, legacy(LONG))
    assert check_password(LONG[:72], legacy(LONG))
    assert check_password(LONG + "whatever", legacy(LONG))
    assert not check_password(LONG[:71], legacy(LONG))


def test_a_character_cut_in_half_at_byte_72_is_no_trouble():
    password = "x" * 71 + "é"

    assert check_password(password, legacy(password))


@pytest.mark.parametrize(
    "stored", ["bcrypt$", "bcrypt$not a hash", "bcrypt$$2a$10$short", "bcrypt$$2a$99$" + "a" * 53, "bcrypt$é"]
)
def test_what_is_no_hash_is_nobodys_password_and_no_error(stored: str):
    assert not check_password("anything", stored)
    assert not check_password("x" * 200, stored)


def test_the_first_log_in_replaces_the_old_hash(business: Business):
    user = User.objects.create(email="ada@example.com", name="Ada", password=legacy(LONG))

    assert authenticate(username="ada@example.com", password=LONG) == user
    user.refresh_from_db()
    assert identify_hasher(user.password).algorithm != "bcrypt"
    assert authenticate(username="ada@example.com", password=LONG) == user
