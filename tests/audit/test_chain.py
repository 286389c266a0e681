"""The chain over the record: what was written can be checked, and whoever changes it is found out."""

from __future__ import annotations

from io import StringIO

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from audit.chain import BEGINNING
from audit.inspection import check_record, head_of_record
from audit.models import AuditEvent, AuditSeal
from audit.services.sealing import seal_record
from bookings.models import Customer
from tenants.models import Business
from tenants.provisioning.schemas import owner_connection
from tests.crowd import Crowd
from tests.factories import make_customer

KEPT = ("audit_event", "audit_seal", "audit_head")


def make_events(number: int) -> None:
    for count in range(number):
        make_customer(notes=f"note {count}")


def as_an_intruder(business: Business, statement: str) -> None:
    """Change the record as somebody could who owns the database and took the triggers off first."""
    with owner_connection() as owner:
        owner.execute(f"SET search_path = {business.schema_name}, extensions")
        for table in KEPT:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.execute(statement)
        for table in KEPT:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.django_db
def test_every_event_is_sealed_once(business: Business):
    make_events(3)

    rounds = [seal_record(), seal_record()]

    assert rounds == [AuditEvent.objects.count(), 0]
    assert check_record().sealed == AuditEvent.objects.count()
    assert check_record().broken == ""


@pytest.mark.django_db
def test_what_came_later_is_chained_to_what_was_there(business: Business):
    seal_record()
    noted = head_of_record()

    make_events(2)
    seal_record()

    assert check_record(expected_head=noted).broken == ""
    assert head_of_record() != noted


@pytest.mark.django_db
def test_many_are_sealed_in_pieces(business: Business, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("audit.services.sealing.AT_A_TIME", 3)
    monkeypatch.setattr("audit.inspection.AT_A_TIME", 2)
    make_events(8)

    assert seal_record() == AuditEvent.objects.count()

    assert check_record().sealed == AuditEvent.objects.count()


def test_an_event_that_was_committed_late_is_sealed_too(live_business: Business):
    """It got its number first, and appears below others that are sealed already."""
    with psycopg.connect(settings.ENDPOINTS.database_url) as slow:
        slow.execute(f"SET search_path = {live_business.schema_name}, extensions")
        slow.execute(
            "INSERT INTO bookings_customer (name, email, phone, locale, notes, legacy_id)"
            " VALUES ('Slow', '', '', '', '', '')"
        )
        make_events(1)
        seal_record()
        slow.commit()

    assert seal_record() == 1
    assert check_record().broken == ""
    assert AuditSeal.objects.order_by("-id")[0].event_id < AuditEvent.objects.order_by("-id")[0].pk


ONE = "(SELECT id FROM audit_event WHERE new ->> 'notes' = 'note 1')"
HARM = {
    f"""UPDATE audit_event SET new = jsonb_set(new, '{{notes}}', '"x"') WHERE id = {ONE}""": "was changed",
    f"UPDATE audit_event SET actor_label = 'Somebody else' WHERE id = {ONE}": "was changed",
    f"UPDATE audit_event SET at = at - interval '1 day' WHERE id = {ONE}": "was changed",
    f"DELETE FROM audit_event WHERE id = {ONE}": "was removed",
    # Two events that change places, and with them who did what first.
    f"UPDATE audit_event a SET new = b.new FROM audit_event b"
    f" WHERE (a.id, b.id) IN (({ONE}, {ONE} + 1), ({ONE} + 1, {ONE}))": "was changed",
    "UPDATE audit_seal SET digest = CASE id WHEN 1 THEN (SELECT digest FROM audit_seal WHERE id = 2)"
    " ELSE (SELECT digest FROM audit_seal WHERE id = 1) END WHERE id IN (1, 2)": "was changed",
    # The end cut off, from the record and from the chain alike.
    "DELETE FROM audit_seal WHERE id > (SELECT max(id) - 2 FROM audit_seal);"
    " DELETE FROM audit_event WHERE id > (SELECT max(event_id) FROM audit_seal)": "cut off",
    "TRUNCATE audit_event; TRUNCATE audit_seal": "cut off",
    f"DELETE FROM audit_seal WHERE event_id = {ONE}": "was changed",
    f"UPDATE audit_seal SET digest = repeat('0', 64) WHERE event_id = {ONE}": "was changed",
}


@pytest.mark.parametrize("harm", HARM)
def test_whatever_an_intruder_does_to_the_record_is_found(live_business: Business, harm: str):
    make_events(3)
    seal_record()

    as_an_intruder(live_business, harm)

    assert HARM[harm] in check_record().broken


def test_control_without_seals_nobody_would_know(live_business: Business):
    make_events(3)

    as_an_intruder(live_business, next(iter(HARM)))

    assert check_record().broken == ""


def test_whoever_cuts_the_noted_heads_off_too_is_found_by_one_kept_elsewhere(live_business: Business):
    make_events(3)
    seal_record()
    noted = head_of_record()

    as_an_intruder(
        live_business,
        "DELETE FROM audit_seal WHERE id = (SELECT max(id) FROM audit_seal); TRUNCATE audit_head",
    )

    assert check_record().broken == ""
    assert "cut off" in check_record(expected_head=noted).broken


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_record", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_so_for_one_business_and_for_all(live_business: Business):
    make_events(2)

    first = told("--business", live_business.subdomain, "--seal")
    everybody = told()

    assert f"head {BEGINNING}" in first
    assert "0 not sealed yet" in first
    assert "the platform: " in everybody
    assert f"{live_business.subdomain}: {AuditEvent.objects.count()} events as written" in everybody


def test_the_command_fails_loudly(live_business: Business):
    make_events(2)
    seal_record()
    as_an_intruder(live_business, "DELETE FROM audit_event WHERE id % 2 = 0")

    with pytest.raises(CommandError, match="not as it was written"):
        told("--business", live_business.subdomain)


@pytest.mark.parametrize("arguments", [["--business", "nobody-here"], ["--head", "abc"]])
def test_the_command_wants_to_know_whose(committing: None, arguments: list[str]):
    with pytest.raises(CommandError):
        told(*arguments)


def test_two_who_seal_at_once_make_one_chain(live_business: Business):
    make_events(20)
    crowd = Crowd(live_business, 4)

    sealed = crowd.at_once(*[seal_record] * 4)
    crowd.close()

    assert sum(sealed) == AuditEvent.objects.count()
    assert check_record().broken == ""


def test_what_is_undone_leaves_no_gap_that_looks_like_harm(live_business: Business):
    with transaction.atomic():
        make_events(2)
        transaction.set_rollback(True)
    make_events(1)

    seal_record()

    assert check_record().broken == ""
    assert Customer.objects.count() == 1
