"""Servers that the environment names, answered for before anything starts."""

import pytest

from boom.runtime.errors import CannotStart
from boom.runtime.given import ensure_usable
from boom.runtime.services import Services

NOBODY = "127.0.0.1:1"


def test_servers_that_answer_are_fine(shared: Services):
    ensure_usable(shared.endpoints.as_env())


def test_where_none_is_given_none_is_asked():
    ensure_usable({"DATABASE_URL": "", "PATH": "/bin"})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"DATABASE_URL": f"postgresql://somebody@{NOBODY}/boom"},
            "DATABASE_URL names cannot be used: .*refused",
        ),
        ({"DATABASE_OWNER_URL": f"postgresql://somebody@{NOBODY}/boom"}, "DATABASE_OWNER_URL names cannot"),
        ({"DATABASE_URL": "mysql://me:secret@there/boom"}, r"^DATABASE_URL must [^@]+$"),
        ({"REDIS_URL": f"redis://{NOBODY}"}, "REDIS_URL names cannot be used: .*refused"),
        ({"REDIS_URL": "there:secret"}, r"^REDIS_URL must be an address that starts with redis://[^@]+$"),
    ],
)
def test_one_that_does_not_answer_is_named_in_a_sentence(given: dict[str, str], said: str):
    with pytest.raises(CannotStart, match=said) as refusal:
        ensure_usable(given)

    assert "\n" not in str(refusal.value)


def test_a_wrong_password_is_said(shared: Services):
    address = shared.endpoints.database_url.replace("boom_app:", "boom_app:not-")

    with pytest.raises(CannotStart, match="password authentication failed"):
        ensure_usable({"DATABASE_URL": address})


@pytest.mark.parametrize(("typed", "said"), [(":not-", "WRONGPASS"), ("", "NOAUTH")])
def test_a_wrong_or_missing_password_of_redis_is_said(shared: Services, typed: str, said: str):
    _, _, server = shared.endpoints.redis_url.partition("@")
    address = f"redis://{typed}@{server}" if typed else f"redis://{server}"

    with pytest.raises(CannotStart, match=said):
        ensure_usable({"REDIS_URL": address})
