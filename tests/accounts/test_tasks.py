"""Background work about accounts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from accounts.services import forget_ended_sessions
from accounts.tasks import sweep_business_sessions, sweep_sessions
from boom.celery import app
from boom.core import outbox
from tenants.context import tenant_scope
from tenants.errors import BusinessUnknown
from tenants.services import suspend_business


def make_session(key: str, expires_at) -> None:
    Session.objects.create(session_key=key, session_data="", expire_date=expires_at)


def keys() -> set[str]:
    return set(Session.objects.values_list("session_key", flat=True))


def test_sessions_that_have_run_out_are_forgotten_and_others_kept(business, now):
    make_session("old", now - timedelta(seconds=1))
    make_session("just", now)
    make_session("good", now + timedelta(seconds=1))

    assert forget_ended_sessions(now=now) == 2
    assert keys() == {"good"}


def test_the_sweep_of_one_business_leaves_the_others_alone(business, other_business, now):
    for each in (business, other_business):
        with tenant_scope(each):
            make_session("old", now - timedelta(days=1))

    swept = sweep_business_sessions(business_id=business.pk)

    with tenant_scope(other_business):
        assert (swept, keys()) == (1, {"old"})


def test_a_suspended_business_is_not_swept(business, public, now):
    suspend_business(business_id=business.pk, reason="Unpaid", now=now)

    with pytest.raises(BusinessUnknown):
        sweep_business_sessions(business_id=business.pk)


def test_every_active_business_is_handed_a_sweep_of_its_own(twin_a, twin_b, public, now, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = app.conf.task_always_eager = True
    for each in (twin_a, twin_b):
        with tenant_scope(each):
            make_session("old", now - timedelta(days=1))
    make_session("old", now - timedelta(days=1))
    try:
        handed_out = sweep_sessions()
    finally:
        app.conf.task_always_eager = False

    left = [keys()]
    for each in (twin_a, twin_b):
        with tenant_scope(each):
            left.append(keys())
    assert (handed_out, left) == (2, [set(), set(), set()])


def test_beat_knows_only_tasks_that_exist():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)


def test_for_nobody_no_delivery_is_made():
    assert outbox.handlers_for("accounts.reset_requested", {"user": None}) == []


def test_each_fact_about_accounts_that_is_mailed_has_its_handler():
    names = {
        kind: [each.name for each in outbox.handlers_for(kind, {"user": 1})]
        for kind in ("accounts.reset_requested", "accounts.invited", "accounts.password_changed")
    }

    assert names == {
        "accounts.reset_requested": ["accounts.mail_reset_link"],
        "accounts.invited": ["accounts.mail_invitation"],
        "accounts.password_changed": ["accounts.mail_password_notice"],
    }
