"""Secrets that are read again open with our key, in the business they are of, for what they were kept for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet

from boom.core.sealing import SealBroken, seal, seal_anew, unseal
from tenants.context import tenant_scope
from tools.checks import PRODUCTION, PROJECT

WORD = "correct horse – battery: staple"


def test_what_is_sealed_is_read_again_and_shows_nothing(business):
    sealed = seal(WORD, purpose="tests.password")

    assert unseal(sealed, purpose="tests.password") == WORD
    assert "horse" not in sealed
    assert seal(WORD, purpose="tests.password") != sealed


def test_another_businesss_value_does_not_open(business, other_business):
    sealed = seal(WORD, purpose="tests.password")

    with tenant_scope(other_business), pytest.raises(SealBroken):
        unseal(sealed, purpose="tests.password")


def test_what_was_sealed_for_something_else_does_not_open(business):
    with pytest.raises(SealBroken):
        unseal(seal(WORD, purpose="tests.password"), purpose="tests.token")


@pytest.mark.parametrize("change", [lambda text: text[:-4] + "AAA=", lambda text: "é", lambda text: ""])
def test_what_was_changed_does_not_open(business, change):
    with pytest.raises(SealBroken):
        unseal(change(seal(WORD, purpose="tests.password")), purpose="tests.password")


def test_a_new_key_in_front_seals_and_the_old_one_opens_until_it_is_put_away(business, settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.SEALING_KEYS = [old]
    sealed = seal(WORD, purpose="tests.password")

    settings.SEALING_KEYS = [new, old]
    renewed = seal_anew(sealed, purpose="tests.password")

    settings.SEALING_KEYS = [new]
    assert unseal(renewed, purpose="tests.password") == WORD
    with pytest.raises(SealBroken):
        unseal(sealed, purpose="tests.password")


def test_without_a_key_of_its_own_it_goes_by_the_signing_keys(business, settings):
    settings.SEALING_KEYS, settings.SECRET_KEY = [], "first"
    sealed = seal(WORD, purpose="tests.password")

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "second", ["first"]
    assert unseal(sealed, purpose="tests.password") == WORD
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(SealBroken):
        unseal(sealed, purpose="tests.password")


@pytest.mark.parametrize("keys", ["", "too-short"])
def test_production_does_not_start_without_a_good_key(keys: str):
    started = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], **PRODUCTION, "BOOM_SEALING_KEYS": keys},
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode != 0
    assert "BOOM_SEALING_KEYS" in started.stderr
