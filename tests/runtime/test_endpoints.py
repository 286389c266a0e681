"""Where the services are: the environment wins, then the note of what runs."""

import dataclasses

import pytest

from boom.runtime import endpoints, processes
from boom.runtime.endpoints import Endpoints
from boom.runtime.errors import NoServices
from boom.runtime.home import Home
from boom.runtime.processes import Identity

NOTED = Endpoints("postgresql://app@here/boom", "postgresql://owner@here/boom", "redis://here")


@pytest.fixture
def running_home(home: Home) -> Home:
    home.prepare()
    endpoints.write_note(home, NOTED, processes.me())
    return home


def test_the_note_is_used_when_the_environment_is_silent(running_home: Home):
    assert endpoints.resolve({"BOOM_HOME": str(running_home.path)}) == NOTED


def test_the_environment_wins_over_the_note(running_home: Home):
    env = {
        "BOOM_HOME": str(running_home.path),
        "DATABASE_URL": "postgresql://there",
        "REDIS_URL": "redis://there",
    }

    found = endpoints.resolve(env)

    assert found == Endpoints("postgresql://there", "postgresql://there", "redis://there")


def test_a_given_database_is_not_mixed_with_the_owner_of_the_embedded_one(running_home: Home):
    found = endpoints.resolve({"BOOM_HOME": str(running_home.path), "DATABASE_URL": "postgresql://there"})

    assert found == Endpoints("postgresql://there", "postgresql://there", NOTED.redis_url)


def test_a_note_of_a_process_that_is_gone_does_not_count(running_home: Home):
    gone = Identity(processes.me().pid, "another time")
    endpoints.write_note(running_home, NOTED, gone)

    with pytest.raises(NoServices, match="make demo"):
        endpoints.resolve({"BOOM_HOME": str(running_home.path)})


def test_what_is_missing_is_named(home: Home):
    with pytest.raises(NoServices, match="no address for REDIS_URL and nothing runs"):
        endpoints.resolve({"BOOM_HOME": str(home.path), "DATABASE_URL": "postgresql://there"})


def test_every_address_is_handed_to_children():
    assert sorted(NOTED.as_env().values()) == sorted(dataclasses.astuple(NOTED))
