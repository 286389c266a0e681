"""`make demo`: everything running with sample data, from nothing, with one command."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

from boom.runtime import calendars_standin, ports, processes, stripe_standin
from boom.runtime.children import Program
from boom.runtime.errors import CannotStart
from boom.runtime.given import ensure_usable
from boom.runtime.home import PROJECT, Home, read_json
from boom.runtime.keeping import end_leftovers, kept
from boom.runtime.preparation import Preparation, code_fingerprint, stylesheet_is_built
from boom.runtime.services import Services
from boom.runtime.supervisor import Stopped, Supervisor, stop_on_signals
from boom.runtime.terminal import say, step

USUAL_PORT = 8000
HIGHEST_PORT = 65535

# An empty view costs a fifth under WSGI of what it costs under ASGI; only the socket is served by ASGI.
WEB = (
    f"--interface wsgi --host {ports.LOOPBACK} --workers 2 --blocking-threads 4 --no-ws "
    "--respawn-failed-workers --workers-kill-timeout 5"
)
# Its messages are too short for compression to pay, which would cost every socket memory and time;
# whatever a client sends is a few bytes; addresses behind proxies are read by our own rule.
LIVE = (
    f"--host {ports.LOOPBACK} --no-access-log --timeout-graceful-shutdown 3 --lifespan off "
    "--ws-per-message-deflate false --ws-max-size 4096 --no-proxy-headers"
)
WORKER = "--pool prefork --concurrency 2 --loglevel INFO --without-gossip --without-mingle"
BEAT = "--loglevel INFO --pidfile="


def run(env: Mapping[str, str]) -> int:
    """Start everything, say where it is, keep it running until a signal; gives back the exit code."""
    home = Home.from_env(env)
    try:
        stop_on_signals()
        with kept(home, purpose="make demo"), reserved_ports(env) as reserved:
            supervisor = Supervisor(home, Services(home, env))
            try:
                _start(supervisor, env, reserved)
                supervisor.keep_running()
            finally:
                say("\nStopping.")
                supervisor.stop()
    except Stopped:
        say("Stopped. The data is kept: `make demo` goes on with it, `make reset` throws it away.")
    except CannotStart as refusal:
        say(f"Boom could not go on. {refusal}")
        return 1
    return 0


@contextmanager
def reserved_ports(env: Mapping[str, str]) -> Iterator[tuple[int, int, int, int]]:
    """The ports of the pages, of the live socket beside them and of the stand-ins for Stripe and calendars,
    kept from other copies for the duration.
    """
    with ExitStack() as stack:

        def reserve(wanted: int, asked: bool) -> int:
            while (reservation := ports.reserve(wanted)) is None:
                if asked:
                    raise CannotStart(
                        f"Port {wanted} is taken by another copy of Boom. Choose another with PORT=..."
                    )
                wanted = ports.next_free(wanted + 1)
            stack.enter_context(reservation)
            return wanted

        port = reserve(web_port(env), bool(env.get("PORT")))
        live_port = reserve(ports.next_free(port + 1), asked=False)
        stripe_port = reserve(ports.next_free(live_port + 1), asked=False)
        yield port, live_port, stripe_port, reserve(ports.next_free(stripe_port + 1), asked=False)


def web_port(env: Mapping[str, str]) -> int:
    """The port for the pages: the one asked for, else the usual one, else the next that is free.

    Raises CannotStart when the one asked for is taken or is no port.
    """
    if not (asked := env.get("PORT")):
        return ports.next_free(USUAL_PORT)
    if not asked.isdecimal() or not 0 < int(asked) < HIGHEST_PORT:
        raise CannotStart(f"PORT={asked} is not a port; choose a number from 1 to {HIGHEST_PORT - 1}.")
    if not ports.is_free(int(asked)):
        raise CannotStart(
            f"Port {asked} is taken by another program. Choose another (make demo PORT={int(asked) + 100}), "
            "or leave PORT out and a free one is taken."
        )
    return int(asked)


def _start(supervisor: Supervisor, env: Mapping[str, str], reserved: tuple[int, int, int, int]) -> None:
    port, live_port, stripe_port, calendars_port = reserved
    home, services = supervisor.home, supervisor.services
    say(f"Boom starts from {home.path}")
    if ended := end_leftovers(home):
        say(f"- {ended} processes of an earlier start that was killed were ended")
    with step(_servers_in_words(services)) as remarks:
        ensure_usable(env)
        endpoints = services.start()
        remarks += [f"{server.name} on port {server.port}" for server in services.embedded]
    env = {
        **env,
        **endpoints.as_env(),
        "BOOM_HOME": str(home.path),
        "PORT": str(port),
        "BOOM_LIVE_PORT": str(live_port),
        "BOOM_SECRET_KEY": env.get("BOOM_SECRET_KEY") or home.credentials()["secret_key"],
        "PYTHONUNBUFFERED": "1",
    }
    host = env.get("BOOM_BASE_DOMAIN", "localhost")
    if stripe_standin.is_wanted(env):
        env |= stripe_standin.environment(home, host, stripe_port, port)
        with step("Stand-in for Stripe: test mode, no money moves") as remarks:
            supervisor.start([stripe_standin.program(home, host, stripe_port)], env)
            supervisor.await_listener(stripe_port)
            remarks.append(f"on port {stripe_port}")
    if calendars_standin.is_wanted(env):
        env |= calendars_standin.environment(host, calendars_port)
        with step("Stand-in for Google's and Outlook's calendars") as remarks:
            supervisor.start([calendars_standin.program(home, calendars_port)], env)
            supervisor.await_listener(calendars_port)
            remarks.append(f"on port {calendars_port}")
    _prepare(home, env, is_ours=services.postgres is not None)
    serving, working = programs(home, port, live_port)
    with step("Pages and live socket"):
        supervisor.start(serving, env)
        supervisor.await_answer(port, host, "/readyz", expected=[200])
        supervisor.await_answer(port, host, "/", expected=[200])
        supervisor.await_listener(live_port)
    # After the pages: on a small machine each of them costs the others a second.
    supervisor.start(working, env)
    _show_the_way(home, port)
    say(f"Logs: {home.log}   Stop: Ctrl-C")
    say(f"ready: http://{host}:{port}/")


def _prepare(home: Home, env: Mapping[str, str], *, is_ours: bool) -> None:
    """Bring tables, stylesheet and sample data up to date, as far as they are not.

    Of a database that is not ours we cannot know, so there it is all done each time.
    """
    done, code = Preparation(home), code_fingerprint()
    if not (is_ours and done.is_done("tables", code)):
        with step("Tables"):
            manage(home, {**env, "BOOM_DATABASE_ROLE": "owner"}, "migrate_tenants")
        if is_ours:
            done.note("tables", code)
    if not stylesheet_is_built():
        with step("Stylesheet"):
            manage(home, env, "build_css")
    if env.get("BOOM_SAMPLE_DATA") != "0" and not (
        is_ours and done.is_done("sample", code) and home.demo.exists()
    ):
        with step("Sample data (the first time takes a while)"):
            manage(home, env, "seed_demo")
        if is_ours:
            done.note("sample", code)


def programs(home: Home, port: int, live_port: int) -> tuple[list[Program], list[Program]]:
    """The processes of a running Boom: those that answer (pages, live socket), those that work behind."""
    python = (sys.executable, "-m")
    celery = (*python, "celery", "--app", "boom.celery")
    schedule = str(home.run / "beat")
    serving = [
        Program("web", (*python, "granian", *_words(WEB), "--port", str(port), "boom.wsgi:application")),
        Program(
            "live", (*python, "uvicorn", *_words(LIVE), "--port", str(live_port), "boom.asgi:application")
        ),
    ]
    working = [
        # A task in hand may finish; one that takes longer is run again by the next start.
        Program("worker", (*celery, "worker", *_words(WORKER)), patience=10),
        Program("beat", (*celery, "beat", *_words(BEAT), "--schedule", schedule), patience=3),
        Program("relay", (sys.executable, str(PROJECT / "manage.py"), "relay")),
    ]
    return serving, working


def _words(options: str) -> list[str]:
    return options.split()


def manage(home: Home, env: Mapping[str, str], *arguments: str) -> None:
    """Run a command of manage.py to its end, its words shown; raises CannotStart on failure."""
    process = subprocess.Popen(
        [sys.executable, str(PROJECT / "manage.py"), *arguments],
        env={**env, processes.MARK: str(home.path)},
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=processes.end_with_parent(signal.SIGTERM),  # noqa: PLW1509  (as in processes.start)
    )
    try:
        process.wait()
    finally:
        processes.stop(process, (signal.SIGTERM, 5.0))
    if process.returncode:
        raise CannotStart(
            f"`manage.py {' '.join(arguments)}` ended with exit code {process.returncode}; see above."
        )


def _servers_in_words(services: Services) -> str:
    given = [
        name
        for name, server in (("DATABASE_URL", services.postgres), ("REDIS_URL", services.valkey))
        if not server
    ]
    own = [server.name.capitalize() for server in services.embedded]
    return "; ".join([*own, *(f"the server of {name}" for name in given)])


def _show_the_way(home: Home, port: int) -> None:
    """Print what `seed_demo` noted: where to go, and as whom."""
    entries = read_json(home.demo) or []
    if not entries:
        return
    rows = [
        (entry["label"], _with_port(entry["url"], port), entry.get("email"), entry.get("password"))
        for entry in entries
    ]
    widths = [max(len(str(row[column] or "")) for row in rows) for column in range(4)]
    say()
    for row in rows:
        say(
            "  "
            + "   ".join(
                str(cell or "").ljust(width) for cell, width in zip(row, widths, strict=True)
            ).rstrip()
        )
    say()


def _with_port(url: str, port: int) -> str:
    """The data may have been made when another port was free."""
    parts = urlsplit(url)
    return parts._replace(netloc=f"{parts.hostname}:{port}").geturl()
