"""What the Makefile runs once the packages are there: `python -m boom.runtime COMMAND`.

demo               everything running, with sample data, until a signal
test [ARG ...]     pytest, its servers started for it; all of it in as many processes as there are cores
with -- PROGRAM    a program, servers of its own started for it
reset              throw the data away
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence

from boom.runtime import demo, processes
from boom.runtime.errors import CannotStart
from boom.runtime.given import ensure_usable
from boom.runtime.home import PROJECT, Home
from boom.runtime.keeping import end_leftovers, kept
from boom.runtime.preparation import stylesheet_is_built
from boom.runtime.services import Services
from boom.runtime.terminal import say

# Given by the Makefile: end in order when the process that started this one is gone, killed or not (Linux).
END_WITH_PARENT = "--end-with-parent"
# Each keeps a database, a Valkey and sometimes a browser busy.
MOST_TEST_PROCESSES = 4


def main(arguments: Sequence[str]) -> int:
    """Run one command; gives back its exit code."""
    command, *rest = arguments or ["help"]
    if rest[:1] == [END_WITH_PARENT]:
        del rest[0]
        processes.end_me_with(os.getppid(), signal.SIGTERM)
    home = Home.from_env(os.environ)
    try:
        match command, rest:
            case "demo", []:
                return demo.run(os.environ.copy())
            case "test", _:
                return _test(home, rest)
            case "with", ["--", *program] if program:
                return _with_services(Home(home.path / "bench"), program)
            case "reset", []:
                return _reset(home)
            case _:
                say(str(__doc__))
                return 2
    except CannotStart as refusal:
        say(str(refusal))
        return 1


def _test(home: Home, arguments: Sequence[str]) -> int:
    """The stylesheet, then pytest; its plugin tests/services.py brings the servers that are not given."""
    ensure_usable(os.environ)
    if not stylesheet_is_built():
        demo.manage(home, {**os.environ, "BOOM_WITHOUT_SERVICES": "1"}, "build_css")
    # On given servers one process at a time: their Valkey is shared with whoever else uses it.
    has_own_valkey = not os.environ.get("REDIS_URL")
    spread = ["-n", str(min(os.cpu_count() or 1, MOST_TEST_PROCESSES)), "--dist", "loadfile"]
    # In the order of tests/browsers.py: what drives a browser comes last.
    spread.append("--no-loadscope-reorder")
    os.chdir(PROJECT)
    sys.stdout.flush()
    options = spread if has_own_valkey and not arguments else arguments
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *options])


def _with_services(home: Home, command: Sequence[str]) -> int:
    """Run a command with servers of its own, apart from the demo's; their data stays for the next time."""
    with kept(home, purpose=" ".join(command)):
        end_leftovers(home)
        with Services(home, os.environ.copy()) as endpoints:
            env = {**os.environ, **endpoints.as_env(), "BOOM_HOME": str(home.path)}
            return subprocess.run(command, env=env, cwd=PROJECT, check=False).returncode


def _reset(home: Home) -> int:
    """Throw the data away; refused while the demo runs from this home."""
    with kept(home, purpose="make reset"):
        end_leftovers(home)
        home.remove_data()
    say(f"{home.path} is empty. `make demo` starts from nothing.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
