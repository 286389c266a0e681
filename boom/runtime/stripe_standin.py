"""The stand-in for Stripe beside a demo that has no key: its program, and what the others are told of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

from boom.runtime import ports
from boom.runtime.children import Program
from boom.runtime.home import Home

ENDPOINTS = {"platform": False, "connect": True}


def is_wanted(env: Mapping[str, str]) -> bool:
    """Whether this demo starts one: not with a key of Stripe's, nor when another one is named."""
    return not (env.get("STRIPE_SECRET_KEY") or env.get("STRIPE_API_BASE"))


def program(home: Home, host: str, port: int) -> Program:
    """The process. Its data is one file; what it was told survives a kill -9 like everything else here."""
    data = str(home.stripe / "stand-in.sqlite")
    address = f"http://{host}:{port}"
    options = ("--host", ports.LOOPBACK, "--port", str(port), "--data", data, "--public-url", address)
    return Program("stripe-standin", (sys.executable, "-m", "standins.stripe", *options))


def environment(home: Home, host: str, port: int, web_port: int) -> dict[str, str]:
    """Variables for all processes: where it answers, and the secrets that events are signed with."""
    credentials = home.credentials()
    secrets = {kind: f"whsec_{credentials[f'stripe_{kind}']}" for kind in ENDPOINTS}
    told = [
        {
            "url": f"http://{host}:{web_port}/stripe/{kind}/",
            # The host's name may be known to nobody but the proxy in front.
            "via": f"{ports.LOOPBACK}:{web_port}",
            "secret": secrets[kind],
            "connect": is_connect,
        }
        for kind, is_connect in ENDPOINTS.items()
    ]
    return {
        "STRIPE_API_BASE": f"http://{ports.LOOPBACK}:{port}",
        "STRIPE_PAGES_BASE": f"http://{host}:{port}",
        **{f"STRIPE_{kind.upper()}_WEBHOOK_SECRETS": secret for kind, secret in secrets.items()},
        "STANDIN_STRIPE_ENDPOINTS": json.dumps(told),
    }
