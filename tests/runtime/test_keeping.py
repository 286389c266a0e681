"""One supervisor per home, and clean ground for it."""

import os
import subprocess
import sys

import pytest

from boom.runtime import processes
from boom.runtime.errors import CannotStart
from boom.runtime.home import Home
from boom.runtime.keeping import end_leftovers, kept
from boom.runtime.services import Services

SLEEP = "import subprocess, sys, time; print('up', flush=True); time.sleep(60)"


def test_a_home_in_use_is_refused_with_the_name_of_its_user(home: Home):
    with (
        kept(home, purpose="make demo"),
        pytest.raises(CannotStart, match=f"make demo, process {os.getpid()}"),
        kept(home, purpose="make reset"),
    ):
        pass


def test_a_home_is_free_again_once_its_keeper_is_killed(home: Home):
    holder = (
        "import sys, time; from pathlib import Path; from boom.runtime.home import Home;"
        "from boom.runtime.keeping import kept\n"
        "with kept(Home(Path(sys.argv[1])), purpose='x'): print('up', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", holder, str(home.path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()

    with kept(home, purpose="make demo"):
        pass


def test_one_that_is_stopping_is_waited_for(home: Home):
    holder = (
        "import sys, time; from pathlib import Path; from boom.runtime.home import Home;"
        "from boom.runtime.keeping import kept, note_stopping\n"
        "home = Home(Path(sys.argv[1]))\n"
        "with kept(home, purpose='x'): note_stopping(home); print('up', flush=True); time.sleep(0.5)"
    )
    with subprocess.Popen([sys.executable, "-c", holder, str(home.path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()

        with kept(home, purpose="make demo"):
            code = process.wait(timeout=10)

    assert code == 0


def test_leftovers_are_ended_with_everything_they_started(home: Home, bare_env: dict[str, str]):
    home.prepare()
    parent = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEP!r}])"
    orphaned = processes.start(
        [sys.executable, "-c", parent], env=os.environ, home=home.path, log=home.log / "x.log"
    )
    orphaned.wait()
    assert processes.wait_until(lambda: b"up" in (home.log / "x.log").read_bytes(), seconds=10)

    ended = end_leftovers(home)

    assert ended == 1
    assert processes.marked(home.path) == []


def test_servers_left_behind_are_ended_and_their_data_is_whole(services: Services, bare_env: dict[str, str]):
    left_behind = [server.process for server in services.embedded if server.process is not None]

    end_leftovers(services.home)

    assert [process.wait(timeout=10) for process in left_behind] == [0, 0]
    assert "database system is shut down" in (services.home.log / "postgres.log").read_text()


def test_another_homes_processes_are_left_alone(shared: Services, home: Home):
    home.prepare()

    assert end_leftovers(home) == 0
    assert all(server.is_running for server in shared.embedded)


def test_reset_removes_what_is_booms_and_nothing_else(home: Home):
    home.prepare()
    home.credentials()
    (home.path / "mine.txt").write_text("not Boom's")

    home.remove_data()

    assert [entry.name for entry in home.path.iterdir()] == ["mine.txt"]


def test_reset_leaves_no_empty_folder(home: Home):
    home.prepare()

    home.remove_data()

    assert not home.path.exists()
