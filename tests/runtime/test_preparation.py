"""What a second start may leave out, and what it may not."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from boom.runtime.home import Home
from boom.runtime.preparation import Preparation, code_fingerprint, stylesheet_is_built


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small working copy whose stylesheet is built."""
    for name in ("bookings/models.py", "audit/record.sql", "static/css/base.css", "static/dist/app.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("old")
    for path in tmp_path.rglob("*"):
        os.utime(path, (1_000, 1_000))
    os.utime(tmp_path / "static/dist/app.css", (2_000, 2_000))
    return tmp_path


def test_a_step_is_done_for_the_code_that_did_it_and_no_other(home: Home):
    home.postgres.mkdir(parents=True)
    Preparation(home).note("tables", "today's code")

    assert Preparation(home).is_done("tables", "today's code")
    assert not Preparation(home).is_done("tables", "tomorrow's code")
    assert not Preparation(home).is_done("sample", "today's code")


@pytest.mark.parametrize(
    "name", ["bookings/models.py", "audit/record.sql", "bookings/migrations/0002_new.py"]
)
def test_a_change_of_code_is_noticed(project: Path, name: str):
    before = code_fingerprint(project)
    (project / name).parent.mkdir(exist_ok=True)

    (project / name).write_text("new")

    assert code_fingerprint(project) != before


@pytest.mark.parametrize("name", [".boom/notes.py", "tests/test_new.py", "bookings/__pycache__/models.py"])
def test_what_is_no_code_does_not_count(project: Path, name: str):
    before = code_fingerprint(project)
    (project / name).parent.mkdir(exist_ok=True)

    (project / name).write_text("new")

    assert code_fingerprint(project) == before


def test_a_built_stylesheet_is_left_alone(project: Path):
    assert stylesheet_is_built(project)


@pytest.mark.parametrize(
    "change",
    [
        lambda project: (project / "static/dist/app.css").unlink(),
        lambda project: (project / "static/css/base.css").write_text("new"),
        lambda project: (project / "static/css/base.css").unlink(),
    ],
    ids=["gone", "older than a source", "a source has gone"],
)
def test_a_stylesheet_that_no_longer_fits_is_built_again(project: Path, change: Callable[[Path], object]):
    (project / "static/css/other.css").write_text("old")
    os.utime(project / "static/css/other.css", (1_000, 1_000))
    os.utime(project / "static/css", (1_000, 1_000))

    change(project)

    assert not stylesheet_is_built(project)
