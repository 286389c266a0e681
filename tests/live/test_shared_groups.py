"""The control of test_other_business, in a file of its own: no other relay may take the facts away first."""

from __future__ import annotations

import json
from contextlib import ExitStack

import pytest

from tests import servers
from tests.committed import founded
from tests.live.conftest import Door
from tests.live.test_other_business import FOR_STAFF, OURS, THEIRS, heard_until, log_in, tell_theirs_then_ours

SHARED_GROUPS = "tests.live.settings_shared_groups"


def test_control_groups_that_forget_whose_they_are_are_noticed(
    committing: None, tmp_path_factory: pytest.TempPathFactory
):
    folder = tmp_path_factory.mktemp("shared-groups")
    with (
        founded() as ours,
        founded() as theirs,
        servers.live_sockets(folder, DJANGO_SETTINGS_MODULE=SHARED_GROUPS) as (_, port),
        servers.relay(folder, DJANGO_SETTINGS_MODULE=SHARED_GROUPS),
        ExitStack() as stack,
    ):
        door = Door(port, stack)
        socket = door.open(ours.host, FOR_STAFF, session=log_in(ours))
        tell_theirs_then_ours(theirs, ours, door)
        heard = heard_until(socket, OURS)

    assert THEIRS in json.dumps(heard)
