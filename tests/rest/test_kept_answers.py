"""What is kept of answers and log-ins, and how it goes."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from boom.core.ids import new_token
from integrations.errors import AnswerPending
from integrations.models import ApiLogIn, KeptAnswer
from integrations.services.kept_answers import Answer, answer_once, forget_answers
from integrations.services.log_ins import forget_ended_log_ins
from tenants.context import tenant_scope
from tenants.models import Business
from tests.conftest import TONIGHT


def test_of_many_at_once_one_is_done_and_the_others_wait_or_are_told_the_same(live_business: Business):
    """Thirty with one key: what they ask for happens once."""
    key, done, answers = new_token(), [], []

    def make() -> Answer:
        done.append(1)
        return Answer(201, '{"id":1}')

    def ask() -> None:
        with tenant_scope(live_business):
            try:
                answers.append(
                    answer_once(credential="key:1", key=key, fingerprint="x", make=make, now=TONIGHT).status
                )
            except AnswerPending:
                answers.append(409)
            finally:
                connection.close()

    threads = [threading.Thread(target=ask) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(done) == 1
    assert set(answers) <= {201, 409}
    assert 201 in answers


@pytest.mark.django_db
def test_answers_and_log_ins_go_when_nobody_can_ask_for_them(program, nobody, business, now):
    program.post("/quotes", {}, key="k")
    answer_once(credential="key:1", key="k", fingerprint="x", make=lambda: Answer(200, "{}"), now=now)
    later = now + timedelta(hours=25)

    assert (forget_answers(now=now), forget_answers(now=later)) == (0, 1)
    assert forget_ended_log_ins(now=later) == 0
    assert not KeptAnswer.objects.exists()
    assert not ApiLogIn.objects.exists()
