"""Secrets that are read again open with our key, in the business they are of, for what they were kept for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from boom.core.fields import SealedField
from boom.core.sealing import SealBroken, seal, seal_anew, unseal
from integrations.models import CalendarAccount
from integrations.models.sync import REFRESH
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


def test_everything_is_sealed_anew_by_one_command(business, settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.SEALING_KEYS = [old]
    account = CalendarAccount.objects.create(
        company="google", address="a@example.com", refresh_token=seal(WORD, purpose=REFRESH)
    )

    settings.SEALING_KEYS = [new, old]
    call_command("reseal")

    settings.SEALING_KEYS = [new]
    account.refresh_from_db()
    assert unseal(account.refresh_token, purpose=REFRESH) == WORD
    settings.SEALING_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError):
        call_command("reseal")


def test_whatever_is_sealed_is_found_when_keys_are_replaced():
    called_so = {
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if "sealed" in field.name
    }

    assert {field for field in called_so if not isinstance(field, SealedField)} == set()
    assert called_so


def test_the_record_leaves_out_whatever_is_sealed(business):
    sealed = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, SealedField)
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, encode(tgargs, 'escape') FROM pg_trigger "
            "WHERE tgname LIKE '%_audit' AND tgrelid::regclass::text IN "
            "(SELECT table_name FROM information_schema.columns WHERE table_schema = current_schema())"
        )
        left_out = {table: args.split("\\000")[0].split(",") for table, args in cursor.fetchall()}

    assert {(table, column) for table, column in sealed if column not in left_out.get(table, [])} == set()
    assert sealed
