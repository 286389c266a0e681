"""Where the services are reached: given by the environment, else noted by whoever runs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from boom.runtime.errors import NoServices
from boom.runtime.home import Home, read_json, write_json
from boom.runtime.processes import Identity, is_running


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Addresses as URLs. The app role reads and writes rows; the owner role may create and change tables."""

    database_url: str
    database_owner_url: str
    redis_url: str

    def as_env(self) -> dict[str, str]:
        """The variables that hand these addresses to a child process."""
        return {
            "DATABASE_URL": self.database_url,
            "DATABASE_OWNER_URL": self.database_owner_url,
            "REDIS_URL": self.redis_url,
        }


# For what reads the settings but no data: type checks, the stylesheet, building the image. Nobody listens
# on port 1.
UNREACHABLE = Endpoints(
    "postgresql://nobody@127.0.0.1:1/none", "postgresql://nobody@127.0.0.1:1/none", "redis://127.0.0.1:1"
)


def resolve(env: Mapping[str, str]) -> Endpoints:
    """The addresses to use: those that the environment gives, then those of what runs from this home.

    With `BOOM_WITHOUT_SERVICES=1` they are addresses at which nobody answers.
    `DATABASE_URL` and `REDIS_URL` give; `DATABASE_OWNER_URL` defaults to a given `DATABASE_URL`. Raises
    NoServices with a sentence on what to do when an address is neither given nor known.
    """
    given_database, given_redis = env.get("DATABASE_URL"), env.get("REDIS_URL")
    if given_database and given_redis:
        return Endpoints(given_database, env.get("DATABASE_OWNER_URL") or given_database, given_redis)
    if env.get("BOOM_WITHOUT_SERVICES") == "1":
        return UNREACHABLE
    noted = read_note(Home.from_env(env))
    if noted is None:
        missing = " and ".join(name for name in ("DATABASE_URL", "REDIS_URL") if not env.get(name))
        raise NoServices(
            f"Boom has no address for {missing} and nothing runs from {Home.from_env(env).path}. "
            f"Start everything with `make demo` in another terminal, or set {missing}."
        )
    return Endpoints(
        given_database or noted.database_url,
        env.get("DATABASE_OWNER_URL") or given_database or noted.database_owner_url,
        given_redis or noted.redis_url,
    )


def write_note(home: Home, endpoints: Endpoints, keeper: Identity) -> None:
    """Note the addresses in `$BOOM_HOME/run/endpoints.json`; they count while the process `keeper` lives."""
    write_json(home.run / "endpoints.json", {"endpoints": asdict(endpoints), "keeper": asdict(keeper)})


def read_note(home: Home) -> Endpoints | None:
    """The noted addresses, or None when there are none or the process that kept them is gone."""
    note = read_json(home.run / "endpoints.json")
    if note is None or not is_running(Identity(**note["keeper"])):
        return None
    return Endpoints(**note["endpoints"])


def remove_note(home: Home) -> None:
    """Forget the addresses: the services have been stopped."""
    (home.run / "endpoints.json").unlink(missing_ok=True)
