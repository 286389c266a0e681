"""The production-like stack, read as Docker would read it: no engine is needed for what goes wrong most."""

import configparser
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from boom.runtime import demo
from boom.runtime.home import PROJECT, Home
from tools.checks import PRODUCTION

STACK = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = STACK["services"]
OURS = {"web", "live", "worker", "beat", "relay", "migrate"}
EXAMPLE = (PROJECT / "deploy/env.example").read_text()
# What the demo runs, by name: the command as one text.
DEMO = {
    program.name: " ".join(program.command)
    for programs in demo.programs(Home(Path("x")), 8000, 8001)
    for program in programs
}
GIVEN = dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))


def words(value: object) -> str:
    """Everything a service says, as one text."""
    return yaml.safe_dump(value)


def known_to_the_code() -> set[str]:
    """Every variable that Boom's code asks the environment for."""
    files = [
        *PROJECT.glob("boom/**/*.py"),
        *PROJECT.glob("*/**/providers/*.py"),
        PROJECT / "deploy/pgbouncer/start",
    ]
    asked = re.compile(r"""(?:environ|env)(?:\.get\(|\.setdefault\(|\[)\s*["']([A-Z_]+)["']""")
    return {name for file in files for name in asked.findall(file.read_text())}


def test_every_process_of_the_demo_is_there_and_what_they_stand_on():
    assert set(SERVICES) == set(DEMO) | {"migrate", "proxy", "pgbouncer", "postgres", "redis"}


def test_everything_of_ours_is_one_image():
    images = {SERVICES[name]["image"] for name in OURS | {"pgbouncer"}}

    assert images == {"boom"}


def test_foreign_images_name_their_version():
    images = [service["image"] for name, service in SERVICES.items() if name not in OURS | {"pgbouncer"}]

    assert [image for image in images if not re.fullmatch(r"[a-z/]+:\d[\w.-]*", image)] == []


def test_every_variable_given_to_our_processes_is_one_the_code_asks_for():
    names = {name for service in OURS for name in SERVICES[service]["environment"]}

    assert names - known_to_the_code() - {"DJANGO_SETTINGS_MODULE"} == set()


def test_every_variable_to_fill_in_is_in_the_example_and_the_other_way_round():
    used = set(re.findall(r"\$\{([A-Z_]+)", (PROJECT / "docker-compose.yml").read_text()))

    assert used == set(GIVEN)


def test_nothing_starts_without_its_secrets():
    needed = set(re.findall(r"\$\{([A-Z_]+):\?", (PROJECT / "docker-compose.yml").read_text()))

    assert needed == {
        "BOOM_APP_PASSWORD",
        "BOOM_BASE_DOMAIN",
        "BOOM_OWNER_PASSWORD",
        "BOOM_SEALING_KEYS",
        "BOOM_SECRET_KEY",
        "POSTGRES_PASSWORD",
        "REDIS_PASSWORD",
    }


def test_the_example_holds_no_secret():
    assert {
        name: value for name, value in GIVEN.items() if value and name.endswith(("PASSWORD", "KEY"))
    } == {}


def test_everything_that_stays_is_watched():
    unwatched = {name for name, service in SERVICES.items() if "healthcheck" not in service}

    assert unwatched == {"migrate"}


@pytest.mark.parametrize(("name", "flag"), [("relay", "--pulse"), ("beat", "--schedule")])
def test_what_shows_its_life_by_a_file_writes_the_one_that_is_looked_at(name: str, flag: str):
    command, check = SERVICES[name]["command"], SERVICES[name]["healthcheck"]["test"]

    assert command[command.index(flag) + 1] == check[check.index("fresh") + 1]


def test_what_is_waited_for_exists_and_can_be_waited_for():
    for service in SERVICES.values():
        for other, how in service.get("depends_on", {}).items():
            watched = "healthcheck" in SERVICES[other]
            assert watched or how["condition"] == "service_completed_successfully"


def test_the_tables_are_brought_forward_before_anything_uses_them():
    for name in OURS - {"migrate"}:
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["environment"]["BOOM_DATABASE_ROLE"] == "owner"


def test_processes_reach_the_database_through_the_pooler_as_the_application():
    for name in OURS:
        assert SERVICES[name]["environment"]["DATABASE_URL"].startswith("postgresql://boom_app:")
        assert SERVICES[name]["environment"]["DATABASE_URL"].endswith("@pgbouncer:6432/boom")


def test_the_commands_are_those_of_the_demo():
    for name, application in {
        "live": "boom.asgi:application",
        "worker": "boom.celery",
        "beat": "boom.celery",
    }.items():
        assert application in DEMO[name]
        assert application in words(SERVICES[name]["command"])
    assert "boom.wsgi:application" in DEMO["web"]
    assert "boom.wsgi:application" in (PROJECT / "deploy/Dockerfile").read_text()


def test_every_file_that_is_mounted_or_run_exists():
    mounted = [volume for service in SERVICES.values() for volume in service.get("volumes", [])]
    paths = {volume.split(":")[0] for volume in mounted if volume.startswith("./")}
    paths |= set(re.findall(r"deploy/[\w./-]+", (PROJECT / "docker-compose.yml").read_text()))

    assert [path for path in paths if not (PROJECT / path).exists()] == []


def test_volumes_that_are_used_are_declared():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}

    assert {name for name in used if not name.startswith("./")} == set(STACK["volumes"])


def test_the_pooler_hands_over_whole_sessions():
    settings = configparser.ConfigParser(interpolation=None)
    settings.read(PROJECT / "deploy/pgbouncer/pgbouncer.ini")

    assert settings["pgbouncer"]["pool_mode"] == "session"
    assert settings["pgbouncer"]["server_reset_query"] == "DISCARD ALL"


def test_the_pooler_lets_in_no_more_than_the_server_takes():
    settings = configparser.ConfigParser(interpolation=None)
    settings.read(PROJECT / "deploy/pgbouncer/pgbouncer.ini")
    found = re.search(r"max_connections=(\d+)", words(SERVICES["postgres"]["command"]))

    assert found is not None
    assert int(settings["pgbouncer"]["default_pool_size"]) < int(found[1]) // 2


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """What Docker makes of `${NAME:?hint}` and `${NAME:-default}`, the innermost first."""
    pattern = re.compile(r"\$\{([A-Z_]+)(?::[?-]([^${}]*))?\}")
    while found := pattern.search(text):
        text = text[: found.start()] + (values.get(found[1]) or found[2] or "") + text[found.end() :]
    return text


@pytest.mark.parametrize("service", sorted(OURS))
def test_the_settings_of_production_accept_what_each_process_is_given(service: str):
    secrets = {
        name: f"made-up-{name}-0123456789-0123456789-0123456789" for name, value in GIVEN.items() if not value
    }
    given = {"BOOM_SMTP_HOST": "", "BOOM_MAIL_FROM": "", "BOOM_SEALING_KEYS": PRODUCTION["BOOM_SEALING_KEYS"]}
    environment = {
        name: filled_in(value, {**GIVEN, **secrets, **given})
        for name, value in SERVICES[service]["environment"].items()
    }
    shown = "from django.conf import settings as s; print(s.DEFAULT_FROM_EMAIL, s.EMAIL_PORT, s.LIVE_PORT)"

    ran = subprocess.run(
        [sys.executable, "-c", shown],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.stdout.strip() == "Boom <bookings@boom.example> 587 0", ran.stderr


def healthcheck(*arguments: str, env: Mapping[str, str] | None = None) -> int:
    command = [sys.executable, "deploy/healthcheck.py", *arguments]
    return subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, check=False).returncode


@pytest.mark.parametrize(("age", "expected"), [(0, 0), (700, 1)])
def test_a_clock_that_stopped_writing_its_schedule_is_ill(tmp_path: Path, age: int, expected: int):
    schedule = tmp_path / "beat.db"
    schedule.write_text("")
    os.utime(schedule, (time.time() - age, time.time() - age))

    assert healthcheck("fresh", str(tmp_path / "beat"), "600") == expected


def test_a_port_where_nobody_listens_is_ill():
    assert healthcheck("tcp", "1") != 0
    assert healthcheck("http", "1", "/readyz") != 0
