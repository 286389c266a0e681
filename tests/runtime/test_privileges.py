"""PostgreSQL refuses to be root; Boom starts it all the same, whoever it is started by."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from boom.runtime.home import PROJECT
from boom.runtime.privileges import NAME_SPACE, Unprivileged, unprivileged

IS_ROOT = os.geteuid() == 0
HAS_NAME_SPACES = (
    shutil.which("unshare") and not subprocess.run([*NAME_SPACE, "true"], check=False).returncode
)

# Starts the server, asks it something as the app, and ends it.
ASK = """
import os, psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    print("answer", *connection.execute("SELECT 40 + 2").fetchone())
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A place that every user can pass through; pytest's own are closed."""
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="boom-test-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def start_and_ask(env: dict[str, str], *prefix: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*prefix, sys.executable, "-m", "boom.runtime", "with", "--", sys.executable, "-c", ASK],
        cwd=PROJECT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.skipif(not HAS_NAME_SPACES, reason="no user name spaces here")
@pytest.mark.parametrize("user_id", [65534, 12345], ids=["an ordinary user", "a user without a name"])
def test_it_starts_as_somebody_else(open_folder: Path, bare_env: dict[str, str], user_id: int):
    env = bare_env | {"BOOM_HOME": str(open_folder / "home")}

    ran = start_and_ask(env, "unshare", "--user", f"--map-user={user_id}", f"--map-group={user_id}")

    assert ran.stdout.splitlines()[-1:] == ["answer 42"], ran.stdout + ran.stderr


@pytest.mark.skipif(not (IS_ROOT and HAS_NAME_SPACES), reason="for root, where there are user name spaces")
def test_as_root_it_starts_in_a_name_space_and_files_keep_their_owner(
    open_folder: Path, bare_env: dict[str, str]
):
    ran = start_and_ask(bare_env | {"BOOM_HOME": str(open_folder / "home")})

    owners = {path.stat().st_uid for path in (open_folder / "home").rglob("*")}
    assert ran.stdout.splitlines()[-1:] == ["answer 42"], ran.stdout + ran.stderr
    assert owners == {0}


@pytest.fixture
def without_name_spaces(open_folder: Path, bare_env: dict[str, str]) -> dict[str, str]:
    """An environment in which `unshare` is not found, as in a container that forbids it."""
    programs = open_folder / "programs"
    programs.mkdir(mode=0o755)
    (programs / "test").symlink_to("/usr/bin/test")
    return bare_env | {"PATH": str(programs)}


@pytest.mark.skipif(not IS_ROOT, reason="for root")
def test_as_root_without_name_spaces_it_runs_as_an_existing_user(
    open_folder: Path, without_name_spaces: dict[str, str]
):
    ran = start_and_ask(without_name_spaces | {"BOOM_HOME": str(open_folder / "home")})

    assert ran.stdout.splitlines()[-1:] == ["answer 42"], ran.stdout + ran.stderr
    assert (open_folder / "home/bench/postgres").stat().st_uid != 0


@pytest.mark.skipif(not IS_ROOT, reason="for root")
def test_a_folder_that_user_cannot_reach_is_named(tmp_path: Path, without_name_spaces: dict[str, str]):
    tmp_path.chmod(0o700)

    ran = start_and_ask(without_name_spaces | {"BOOM_HOME": str(tmp_path / "home")})

    assert ran.returncode == 1
    assert "Set BOOM_HOME to a folder that everybody can reach" in ran.stdout


def test_the_way_that_is_chosen_is_not_root():
    assert unprivileged().run("id", "-u").stdout.strip() not in {"", "0"}


def test_programs_that_the_user_cannot_read_are_copied(tmp_path: Path, open_folder: Path):
    if not IS_ROOT:
        pytest.skip("for root: nobody else runs a server as another user")
    closed = tmp_path / "install/bin"
    closed.mkdir(parents=True)
    shutil.copy("/bin/true", closed / "postgres")
    tmp_path.chmod(0o700)

    found = Unprivileged(user="nobody").reachable(closed, open_folder)

    assert found == open_folder / "postgres-programs/bin"
    assert Unprivileged(user="nobody").run(found / "postgres").returncode == 0
