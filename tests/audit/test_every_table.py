"""Every table of the platform and of every business is on record, or says here why not."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from audit.services.sealing import seal_record
from boom.core.guard import PUBLIC
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tenants.provisioning.schemas import owner_connection, stock_spares
from tests.factories import make_customer

# Tables that no trigger watches, and why. Whoever adds one gives its reason.
OF_EVERY_SCHEMA = {
    "audit_event": "the record itself",
    "audit_seal": "the chain over the record",
    "audit_head": "the chain's end, noted beside it",
    "audit_inspection": "what a look at everything found, made anew every night",
    "audit_inspectionpart": "a part of a look",
    "audit_finding": "one problem that a look found; what was done about it is on record where it was done",
    "audit_access": "who looked and signed in: a record of its own",
    "audit_takenback": "which act took back which, beside the record of both",
    "core_outboxmessage": "says what happened, beside the record of the change that it tells",
    "core_outboxdelivery": "how far the telling is; its end is kept in the row",
    "django_migrations": "written by migrations alone",
    "ledger_account": "a name in the books, added with its first line and never changed",
    "ledger_entry": "the books are a record of their own: append-only, with who and when",
    "ledger_entryline": "a line of an entry of the books",
    "django_session": "log-ins: secret keys and when they were last used",
}
OF_BUSINESSES = OF_EVERY_SCHEMA | {
    "notifications_staffalert": "follows from facts, whose changes are on record themselves",
    "notifications_alertsseen": "how far somebody has read",
    "notifications_chatpost": "follows from alerts and chats; when it went out is kept in the row",
    "notifications_mailreport": "a log of its own: what a mail service said; what it led to is on record",
    "bookings_takenpart": "follows from bookings and rooms, written by triggers alone",
    "bookings_privateuse": "follows from the hold it was made with, which is on record",
    "bookings_importfile": "a file as it was uploaded, gone once it is brought in",
    "integrations_apilogin": "log-ins: secrets, and when they were last used",
    "integrations_keptanswer": "answers kept for a day; what they tell of is on record",
    "integrations_webhookdelivery": "a log of its own: what was sent where, and how it fared",
    "integrations_webhookattempt": "a line of that log",
    "integrations_externalblock": "follows from a calendar; the block itself is on record",
    "integrations_calendarconflict": "what a reading found, made anew every time",
    "integrations_remoteevent": "what a reading found, made anew again and again",
    "integrations_syncedevent": "follows from a booking, which is on record itself",
    "bookings_importline": "how a line of a file fared; what it changed is on the customer's own record",
}
OF_THE_PLATFORM = OF_EVERY_SCHEMA | {
    "auth_group": "Django's own, unused: roles are in accounts/permissions.py",
    "auth_group_permissions": "Django's own, unused",
    "auth_permission": "Django's own, written by migrations alone",
    "billing_billingcustomer": "whom Stripe knows a business as",
    "billing_connectedaccount": "follows from Stripe, whose events are all kept",
    "billing_disagreement": "what a look found, made anew every night",
    "billing_eventrefusal": "a count of what was sent by nobody we know",
    "billing_feetaken": "follows from Stripe, whose events are all kept; its entries are in the books",
    "billing_keptbooks": "how far a list was read; what it says is in the books",
    "billing_foldedobject": "a count, kept to tell a state from an older one",
    "billing_stripecall": "what was asked of Stripe: a record of its own",
    "billing_stripeevent": "what Stripe told us, as it came: a record of its own",
    "billing_stripeprice": "what Stripe calls a price",
    "billing_subscription": "follows from Stripe, whose events are all kept",
    "billing_subscriptioninvoice": "follows from Stripe, whose events are all kept",
    "billing_sweptaccount": "how far a list was read",
    "billing_plannotice": "that an owner was told once; the letter is on the business's own record",
    "billing_usageday": "counted from the businesses' own rows, anew every day",
    "core_outboxsignal": "a nudge to the relay, gone within milliseconds",
    "core_outboxwatch": "where the relay looks again",
    "django_admin_log": "a record of its own, of the admin's pages",
    "django_content_type": "written by migrations alone",
    "tenants_erasure": "the ledger of erasures; each is on the business's own record",
    "tenants_releasedsubdomain": "follows from the business's own record",
    "tenants_schemascript": "made from the migrations, once a release",
    "tenants_spareschema": "empty schemas in stock",
}


def rows(question: str, *params: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question, params)
        return cursor.fetchall()


def schemas() -> list[str]:
    """The platform's and every business's and spare's."""
    return [
        name
        for (name,) in rows("SELECT nspname FROM pg_namespace WHERE nspname ~ '^(public$|t_)' ORDER BY 1")
    ]


def tables_of(schema: str) -> set[str]:
    return {name for (name,) in rows("SELECT tablename FROM pg_tables WHERE schemaname = %s", schema)}


def on_record_in(schema: str) -> set[str]:
    """Tables with an enabled trigger that writes the record for each row added, changed or removed."""
    found = rows(
        """
        SELECT c.relname FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE n.nspname = %s AND p.proname = 'boom_audit' AND p.pronamespace = 'public'::regnamespace
          AND t.tgenabled = 'O' AND t.tgtype = 1 + 4 + 8 + 16 AND t.tgqual IS NULL
        """,
        schema,
    )
    return {name for (name,) in found}


def test_every_table_of_every_business_and_spare_is_on_record_or_says_why_not(live_business: Business):
    with public_scope():
        stock_spares(wanted=1)

    found = {schema: tables_of(schema) - on_record_in(schema) for schema in schemas() if schema != PUBLIC}

    assert len(found) >= 4
    assert {schema: names for schema, names in found.items() if names != OF_BUSINESSES.keys()} == {}


def test_every_table_of_the_platform_is_on_record_or_says_why_not(public):
    # Apps of both kinds have tables here that only super admins use, on record as they are anywhere.
    assert tables_of(PUBLIC) - on_record_in(PUBLIC) == OF_THE_PLATFORM.keys()


def test_every_model_of_a_business_has_its_table_there(business: Business):
    tenant_apps = {name.rpartition(".")[2] for name in settings.TENANT_APPS}
    models = [model for model in apps.get_models() if model._meta.app_label in tenant_apps]

    missing = {m._meta.db_table for m in models if m._meta.managed} - tables_of(business.schema_name)

    assert missing == set()


def test_the_application_may_add_to_the_record_and_read_it_and_no_more(live_business: Business):
    may = {
        f"{schema}.{table}": {
            privilege
            for privilege in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
            if rows("SELECT has_table_privilege(%s, %s)", f"{schema}.{table}", privilege) == [(True,)]
        }
        for schema in schemas()
        for table in ("audit_event", "audit_seal", "audit_head", "audit_access", "audit_redaction")
    }

    forgetting = {table for table in may if table.endswith(".audit_redaction")}
    # Only the function that blanks says that something was.
    assert {table for table in forgetting if may[table] == {"SELECT"}} == forgetting
    others = {table: found for table, found in may.items() if table not in forgetting}
    assert {table: found for table, found in others.items() if found != {"SELECT", "INSERT"}} == {}


WAYS_ROUND = [
    "UPDATE audit_event SET actor_label = 'somebody else'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "UPDATE audit_seal SET digest = ''",
    "DELETE FROM audit_seal",
    "TRUNCATE audit_seal",
    "TRUNCATE bookings_customer CASCADE",
    "DROP TABLE audit_event",
    "ALTER TABLE audit_event DISABLE TRIGGER ALL",
    "ALTER TABLE audit_event DISABLE TRIGGER audit_event_stays",
    "DROP TRIGGER audit_event_stays ON audit_event",
    "ALTER TABLE bookings_customer DISABLE TRIGGER bookings_customer_audit",
    "DROP TRIGGER bookings_customer_audit ON bookings_customer",
    "ALTER TABLE bookings_customer DISABLE TRIGGER USER",
    "CREATE TRIGGER mine BEFORE UPDATE ON bookings_room FOR EACH ROW EXECUTE FUNCTION boom_audit()",
    "SET session_replication_role = 'replica'",
    "DROP FUNCTION public.boom_audit()",
    "CREATE OR REPLACE FUNCTION public.boom_audit() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
    "ALTER FUNCTION public.boom_audit() RENAME TO gone",
    "CREATE RULE quiet AS ON UPDATE TO bookings_customer DO INSTEAD NOTHING",
    "ALTER TABLE bookings_customer RENAME TO hidden",
    "CREATE TABLE bookings_customer2 AS SELECT * FROM bookings_customer",
    "CREATE SCHEMA mine",
    "SET ROLE boom_owner",
    "ALTER ROLE boom_app SUPERUSER",
    "COPY audit_event TO PROGRAM 'cat'",
    "INSERT INTO audit_redaction (about, events) VALUES ('somebody', '{}')",
    "SELECT public.boom_redact_in(current_schema()::text, 'somebody', '{}', '{}')",
    "SELECT public.boom_redact('somebody', '{\"bookings_room\": [\"1\"]}', '{}')",
    "SELECT public.boom_redact('somebody', '{\"accounts_user\": [\"1\"]}', '{}')",
]


@pytest.mark.parametrize("way", WAYS_ROUND)
def test_the_application_finds_no_way_round_the_record(business: Business, way: str):
    make_customer()
    before = rows("SELECT count(*), max(id) FROM audit_event")

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(way)

    assert rows("SELECT count(*), max(id) FROM audit_event") == before


def test_control_the_ways_round_are_real_statements(live_business: Business):
    """As the owner most of them would work: they are refused for who asks, not for how they are written."""
    worked = []
    for way in WAYS_ROUND:
        with owner_connection() as owner:
            owner.execute(f"SET search_path = {live_business.schema_name}, extensions")
            try:
                owner.execute(way)
            except Exception:  # noqa: BLE001, S112 - refused for the owner too
                continue
            finally:
                owner.rollback()
            worked.append(way)

    assert len(worked) >= 12


def test_even_the_owner_cannot_change_what_is_written(live_business: Business):
    seal_record()

    with owner_connection() as owner:
        owner.execute(f"SET search_path = {live_business.schema_name}, extensions")
        for change in WAYS_ROUND[:6]:
            with pytest.raises(Exception, match="the record cannot be changed"), owner.transaction():
                owner.execute(change)


def test_each_schemas_record_is_its_own(business: Business, other_business: Business):
    make_customer(name="Only here")

    with tenant_scope(other_business):
        found = rows("SELECT count(*) FROM audit_event WHERE new ->> 'name' = 'Only here'")

    assert found == [(0,)]
