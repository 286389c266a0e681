"""The stand-in for Stripe as a test's neighbour: one process a run, emptied for each test that asks for it.

`stripe_standin` gives a `StandIn`: its address, orders for it (`fault`, `advance`, `hold`, `release`), what
it knows, and a hand that pays on its pages as a person would. Events go nowhere until a test says where
(`send_events_to`).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

if TYPE_CHECKING:
    import stripe

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_S = 10.0
KEY = "sk_test_boom"
PLATFORM_SECRET, CONNECT_SECRET = "whsec_platform_of_tests", "whsec_connect_of_tests"
PAYS, DECLINED, ASKS, LATER_FAILS = (
    "4242424242424242",
    "4000000000000002",
    "4000002760003184",
    "4000000000000341",
)


@dataclass(slots=True)
class StandIn:
    """A running stand-in."""

    url: str
    process: subprocess.Popen[bytes]
    data: Path
    browser: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30, trust_env=False))

    def env(self) -> dict[str, str]:
        """What a process of Boom's needs to ask it and to know its signature."""
        return {
            "STRIPE_API_BASE": self.url,
            "STRIPE_SECRET_KEY": "",
            "STRIPE_PLATFORM_WEBHOOK_SECRETS": PLATFORM_SECRET,
            "STRIPE_CONNECT_WEBHOOK_SECRETS": CONNECT_SECRET,
        }

    # ---- the real library, pointed at it

    def client(self, account: str | None = None, key: str = KEY) -> stripe.StripeClient:
        """The library's own client, without retries of its own."""
        import stripe

        return stripe.StripeClient(
            key,
            stripe_account=account,
            base_addresses={"api": self.url, "files": self.url},
            max_network_retries=0,
        )

    # ---- orders

    def order(self, path: str, /, **said: Any) -> dict[str, Any]:
        """`POST /_control<path>`; see standins/stripe/control.py. Raises AssertionError on a refusal."""
        return self._control("POST", path, said)

    def _control(self, method: str, path: str, said: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = self.browser.request(method, f"{self.url}/_control{path}", json=said or {})
        assert answer.status_code == 200, answer.text
        return answer.json()  # type: ignore[no-any-return]

    def reset(self, seed: str = "tests") -> None:
        """Forget everything; the same seed brings the same ids. The clock goes, events go nowhere."""
        self.order("/endpoints", endpoints=[])
        self.order("/reset", seed=seed)

    def fault(self, way: str, path: str = "/v1/*", **more: Any) -> None:
        """The next request that fits is delayed, lost, failed or finds nobody."""
        self.order("/faults", way=way, path=path, **more)

    def faults(self) -> list[dict[str, Any]]:
        """Those on order, each with how often it was `met`."""
        return self._control("GET", "/faults")["faults"]  # type: ignore[no-any-return]

    def no_more_faults(self) -> None:
        self._control("DELETE", "/faults")

    def freeze(self, instant: int) -> None:
        self.order("/clock", freeze=instant)

    def advance(self, seconds: int) -> None:
        """Let time pass; all that becomes due has happened on return."""
        self.order("/clock", advance=seconds)

    # ---- events

    def send_events_to(self, platform: str | None = None, connect: str | None = None) -> None:
        """Where events of the platform and of connected accounts go, signed with the tests' secrets."""
        wanted = [
            {"url": url, "secret": secret, "connect": is_connect}
            for url, secret, is_connect in (
                (platform, PLATFORM_SECRET, False),
                (connect, CONNECT_SECRET, True),
            )
            if url
        ]
        self.order("/endpoints", endpoints=wanted)

    def hold(self) -> None:
        """From now on events wait until they are released."""
        self.order("/deliveries", mode="hold")

    def release(self, **how: Any) -> list[dict[str, Any]]:
        """Send what waits: `seed`, `shuffle`, `most_copies`, `lose`. Gives back the order."""
        return self.order("/deliveries/release", **how)["deliveries"]  # type: ignore[no-any-return]

    def settle(self) -> list[dict[str, Any]]:
        """Wait until nothing is due; gives back all deliveries."""
        return self.order("/deliveries/settle")["deliveries"]  # type: ignore[no-any-return]

    def deliveries(self) -> list[dict[str, Any]]:
        return self._control("GET", "/deliveries")["deliveries"]  # type: ignore[no-any-return]

    def objects(self, kind: str, account: str | None = None) -> list[dict[str, Any]]:
        """All objects of a kind, newest first, as the API shows them."""
        return self.order("/objects", kind=kind, account=account)["objects"]  # type: ignore[no-any-return]

    def events(self, account: str | None = None) -> list[dict[str, Any]]:
        """All events of an account, the oldest first."""
        return self.objects("event", account)[::-1]

    # ---- a person at its pages

    def get(self, url: str) -> httpx.Response:
        """A page; where it leads is not followed."""
        return self.browser.get(self._here(url))

    def post(self, url: str, /, **typed: str) -> httpx.Response:
        """Send a form; where the answer leads is not followed."""
        return self.browser.post(self._here(url), data=typed)

    def pay(self, url: str, card: str = PAYS, *, email: str = "", passes: bool = True) -> str:
        """Pay on a checkout page, through 3-D Secure if it asks; gives back where the person ends up.

        Raises AssertionError with the page's words when the card is refused.
        """
        typed = {"do": "pay", "number": card, "expires": "12 / 34", "cvc": "123", "name": "Ada"}
        answer = self.post(url, **typed, email=email or "ada@example.com")
        if answer.status_code != 303:
            raise AssertionError(words_of(answer.text))
        if "/authenticate/" in (target := answer.headers["location"]):
            return self.post(target, do="pass" if passes else "fail").headers["location"]
        return target

    def _here(self, url: str) -> str:
        return f"{self.url}{urlsplit(url).path}"


def words_of(page: str) -> str:
    """What a page says went wrong, else all of it."""
    said = re.search(r'role="alert">(.*?)</p>', page)
    return said[1] if said else page


def start(folder: Path, *, port: int = 0, **env: str) -> StandIn:
    """A stand-in with its data in `folder`; whoever starts it ends it."""
    data = folder / "stripe.sqlite"
    command = [sys.executable, "-m", "standins.stripe", "--port", str(port), "--data", str(data)]
    log = folder / "stripe.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, "--seed", "tests"], cwd=ROOT, env=os.environ | env, stdout=output, stderr=output
        )
    deadline = time.monotonic() + PATIENCE_S
    while not (found := re.search(r"listens on port (\d+)", log.read_text())):
        if process.poll() is not None or time.monotonic() > deadline:
            raise TimeoutError(f"the stand-in did not start: {log.read_text()}")
        time.sleep(0.01)
    return StandIn(f"http://localhost:{found[1]}", process, data)


def end(stand_in: StandIn) -> None:
    stand_in.browser.close()
    stand_in.process.terminate()
    stand_in.process.wait(timeout=10)


@pytest.fixture(scope="session")
def stripe_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    running = start(tmp_path_factory.mktemp("stripe"))
    yield running
    end(running)


@pytest.fixture
def stripe_standin(stripe_process: StandIn) -> StandIn:
    """The stand-in, empty."""
    stripe_process.reset()
    return stripe_process
