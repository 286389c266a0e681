"""The services of one copy: those that the environment does not give are started here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType

from boom.runtime import endpoints, processes
from boom.runtime.endpoints import Endpoints
from boom.runtime.home import Home
from boom.runtime.postgres import Postgres
from boom.runtime.valkey import Valkey


@dataclass(slots=True)
class Services:
    """PostgreSQL and Valkey of one home, each unless `DATABASE_URL` or `REDIS_URL` names a server."""

    home: Home
    env: Mapping[str, str]
    for_tests: bool = False
    postgres: Postgres | None = field(init=False, default=None)
    valkey: Valkey | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if not self.env.get("DATABASE_URL"):
            self.postgres = Postgres(self.home, self.env, for_tests=self.for_tests)
        if not self.env.get("REDIS_URL"):
            self.valkey = Valkey(self.home, self.env, for_tests=self.for_tests)

    @property
    def embedded(self) -> list[Postgres | Valkey]:
        """The services that are ours to start and to stop."""
        return [service for service in (self.postgres, self.valkey) if service is not None]

    @property
    def endpoints(self) -> Endpoints:
        """Where they are reached; meaningful once started."""
        given = self.env.get("DATABASE_URL", "")
        return Endpoints(
            self.postgres.url() if self.postgres else given,
            self.postgres.owner_url if self.postgres else self.env.get("DATABASE_OWNER_URL") or given,
            self.valkey.url if self.valkey else self.env.get("REDIS_URL", ""),
        )

    def start(self) -> Endpoints:
        """Start what is ours and note the addresses; raises CannotStart, and then nothing is left running."""
        self.home.prepare()
        try:
            for service in self.embedded:
                service.start()
        except BaseException:
            self.stop()
            raise
        endpoints.write_note(self.home, self.endpoints, processes.me())
        return self.endpoints

    def stop(self) -> None:
        """Stop what is ours, the last started first."""
        endpoints.remove_note(self.home)
        for service in reversed(self.embedded):
            service.stop()

    def __enter__(self) -> Endpoints:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
