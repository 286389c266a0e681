"""Blanking past the function for it is found, by whoever owns the database, too."""

from __future__ import annotations

from audit.chain import TEXT_OF_EVENT
from audit.inspection import check_record
from audit.services.sealing import seal_record
from bookings.services.erasing import erase_customer
from tests.audit.test_chain import as_an_intruder
from tests.conftest import TONIGHT
from tests.factories import make_customer


def test_blanking_that_is_on_no_record_is_found(live_business):
    customer = make_customer(name="Ann Quillfeather")
    seal_record()
    as_an_intruder(
        live_business,
        "SELECT set_config('boom.redacting', 'on', false);"
        "UPDATE audit_event SET new = public.boom_blank(new, '{name}') WHERE \"table\" = 'bookings_customer'",
    )

    assert customer.pk
    assert "was changed" in check_record().broken


def test_a_redaction_that_was_written_anew_is_not_believed(live_business):
    customer = make_customer(name="Ann Quillfeather")
    erase_customer(customer_id=customer.pk, version=customer.version, now=TONIGHT)
    seal_record()
    assert check_record().broken == ""
    text = TEXT_OF_EVENT.replace("e.", "audit_event.")
    of_theirs = f"\"table\" = 'bookings_customer' AND entity_id = '{customer.pk}' AND action = 'insert'"

    as_an_intruder(
        live_business,
        "ALTER TABLE audit_redaction DISABLE TRIGGER USER;"
        f"UPDATE audit_event SET new = jsonb_set(new, '{{name}}', '\"Bo\"') WHERE {of_theirs};"
        "UPDATE audit_redaction SET events = events || (SELECT jsonb_object_agg(audit_event.id::text,"
        f" encode(sha256(convert_to({text}, 'UTF8')), 'hex')) FROM audit_event WHERE {of_theirs});"
        "ALTER TABLE audit_redaction ENABLE TRIGGER USER",
    )

    assert "was changed" in check_record().broken
