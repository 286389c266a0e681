"""Knowing a process again, and ending it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from boom.runtime import processes
from boom.runtime.home import PROJECT
from boom.runtime.processes import Identity

# Ends only when killed; says so once its handler is in place.
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
time.sleep(60)
"""


def started(home: Path, *command: str) -> subprocess.Popen[bytes]:
    log = home / "log"
    process = processes.start(command, env=os.environ, home=home, log=log)
    assert processes.wait_until(lambda: b"up" in log.read_bytes(), seconds=10)
    return process


def test_a_number_used_again_is_not_taken_for_the_same_process():
    identity = processes.me()

    assert processes.is_running(identity)
    assert not processes.is_running(Identity(identity.pid, "another time"))


def test_a_process_that_ended_but_was_not_waited_for_does_not_run():
    process = subprocess.Popen([sys.executable, "-c", ""])

    assert processes.wait_until(lambda: processes.identity_of(process.pid) is None, seconds=10)

    process.wait()


def test_one_that_ignores_the_request_is_killed(tmp_path: Path):
    process = started(tmp_path, sys.executable, "-c", STUBBORN)

    processes.stop(process, (signal.SIGTERM, 0.1))

    assert process.returncode == -signal.SIGKILL


def test_workers_that_outlive_their_parent_end_with_it(tmp_path: Path):
    parent = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {STUBBORN!r}])"
    process = started(tmp_path, sys.executable, "-c", parent)
    left_behind = processes.marked(tmp_path)

    processes.stop(process, (signal.SIGTERM, 5))

    assert left_behind
    assert processes.wait_until(lambda: processes.marked(tmp_path) == [], seconds=5)


def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path):
    parent = (
        "import os, sys, time; from pathlib import Path; from boom.runtime import processes;"
        "home = Path(sys.argv[1]);"
        "processes.start([sys.executable, '-c', 'import time; print(\"up\", flush=True); time.sleep(60)'],"
        "                env=os.environ, home=home, log=home / 'log');"
        "time.sleep(60)"
    )
    log = tmp_path / "log"
    process = subprocess.Popen([sys.executable, "-c", parent, str(tmp_path)])
    assert processes.wait_until(lambda: log.exists() and b"up" in log.read_bytes(), seconds=10)
    [child] = processes.marked(tmp_path)

    process.kill()
    process.wait()

    assert processes.wait_until(lambda: processes.identity_of(child) is None, seconds=5)


def test_what_make_started_ends_when_make_is_killed(tmp_path: Path):
    command = [sys.executable, "-m", "boom.runtime", "with", "--end-with-parent", "--", "sleep", "60"]
    make = f"import subprocess; subprocess.Popen({command!r}).wait()"
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    process = subprocess.Popen(
        [sys.executable, "-c", make], cwd=PROJECT, env={**env, "BOOM_HOME": str(tmp_path)}
    )
    home = tmp_path / "bench"
    assert processes.wait_until(lambda: len(processes.marked(home)) >= 2, seconds=20)

    process.kill()
    process.wait()

    assert processes.wait_until(lambda: processes.marked(home) == [], seconds=20)
