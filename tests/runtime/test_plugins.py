"""What a test run gets before its first test, tried with small runs of their own."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from boom.runtime import processes
from boom.runtime.home import PROJECT
from tests.browsers import MISSING

Run = Callable[..., subprocess.Popen[str]]

SHOWS_ITS_SERVERS = """
import os, psycopg
def test_it():
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        print("port", connection.info.port, "fsync", *connection.execute("SHOW fsync").fetchone())
"""
WAITS = (
    SHOWS_ITS_SERVERS
    + """
    import pathlib, time
    pathlib.Path("ready").touch()
    while not pathlib.Path("go").exists(): time.sleep(0.02)
"""
)


@pytest.fixture
def start(tmp_path: Path, bare_env: dict[str, str]) -> Run:
    """Start pytest on a file of its own, with our plugins and nothing else of the project."""
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser: needs one\n")

    def start(test: str, *arguments: str, **env: str) -> subprocess.Popen[str]:
        (tmp_path / "test_it.py").write_text(test)
        plugins = [
            "-p",
            "tests.services",
            "-p",
            "tests.browsers",
            "-p",
            "no:django",
            "-p",
            "no:cacheprovider",
        ]
        return subprocess.Popen(
            [sys.executable, "-m", "pytest", *plugins, "-s", "-rs", *arguments, "test_it.py"],
            cwd=tmp_path,
            env={**bare_env, "PYTHONPATH": str(PROJECT), "BOOM_HOME": str(tmp_path / "home"), **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    return start


def test_a_run_has_a_server_of_its_own_and_leaves_none_behind(start: Run, tmp_path: Path):
    said, _ = start(SHOWS_ITS_SERVERS).communicate(timeout=60)

    assert "fsync off" in said
    assert "1 passed" in said
    assert processes.marked(tmp_path / "home/test/0") == []


def test_two_runs_at_once_do_not_meet(start: Run, tmp_path: Path):
    first = start(WAITS)
    assert processes.wait_until((tmp_path / "ready").exists, seconds=30)
    second, _ = start(SHOWS_ITS_SERVERS).communicate(timeout=60)
    (tmp_path / "go").touch()
    said, _ = first.communicate(timeout=60)

    assert f"in {tmp_path / 'home/test/0'}" in said
    assert f"in {tmp_path / 'home/test/1'}" in second
    assert ("1 passed" in said, "1 passed" in second) == (True, True)


def test_given_servers_are_used(start: Run, tmp_path: Path):
    given = {"DATABASE_URL": "postgresql://there/boom", "REDIS_URL": "redis://there"}
    shows = "import os\ndef test_it(): print('given', os.environ['DATABASE_URL'])"

    said, _ = start(shows, **given).communicate(timeout=60)

    assert "given postgresql://there/boom" in said
    assert "services: those of DATABASE_URL and REDIS_URL" in said
    assert not (tmp_path / "home").exists()


def test_a_server_that_cannot_start_is_named_before_any_test(start: Run):
    process = start(SHOWS_ITS_SERVERS, BOOM_PG_BIN="/nowhere")
    said, _ = process.communicate(timeout=60)

    assert process.returncode == pytest.ExitCode.USAGE_ERROR
    assert "BOOM_PG_BIN=/nowhere has no initdb" in said


def test_browser_tests_are_skipped_out_loud_where_there_is_no_browser(start: Run, tmp_path: Path):
    test = "import pytest\n@pytest.mark.browser\ndef test_it(): raise AssertionError\ndef test_other(): pass"
    programs = tmp_path / "programs"
    programs.mkdir()
    given = {"DATABASE_URL": "postgresql://there/boom", "REDIS_URL": "redis://there", "PATH": str(programs)}

    said, _ = start(test, **given).communicate(timeout=60)

    assert "1 passed, 1 skipped" in said
    assert f"1 browser tests were skipped: {MISSING}" in said


def test_a_named_browser_is_the_one_that_is_used(start: Run):
    test = "def test_it(browser_type_launch_args): print(browser_type_launch_args['executable_path'])"
    given = {"DATABASE_URL": "postgresql://there/boom", "REDIS_URL": "redis://there"}

    said, _ = start(test, BOOM_CHROMIUM="/opt/mine/chromium", **given).communicate(timeout=60)

    assert "/opt/mine/chromium" in said
