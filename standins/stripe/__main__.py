"""`python -m standins.stripe --port 12111 --data FILE`: runs until it is told to end.

`STANDIN_STRIPE_ENDPOINTS` may hold where events go: `[{"url": ..., "secret": "whsec_...", "connect": false}]`.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import signal
import sys
import threading
from pathlib import Path

from standins.stripe import webhook_endpoints
from standins.stripe.books import House
from standins.stripe.server import serve
from standins.stripe.store import Store


def main() -> int:
    said = argparse.ArgumentParser(prog="standins.stripe", description=__doc__)
    said.add_argument("--port", type=int, default=12111, help="0 takes a free one")
    said.add_argument("--host", default="127.0.0.1")
    said.add_argument("--data", type=Path, required=True, help="the SQLite file that keeps everything")
    said.add_argument(
        "--public-url", help="where people's browsers reach it; http://localhost:<port> if not said"
    )
    said.add_argument("--seed", help="what ids are drawn from; random on first use if not said")
    options = said.parse_args()
    options.data.parent.mkdir(parents=True, exist_ok=True)
    store = Store(options.data)
    with store.transaction():
        seed = options.seed or store.setting("seed") or secrets.token_hex(8)
        store.set("seed", seed)
    house = House(store, public_url="", seed=seed)
    server, stand_in = serve(house, options.host, options.port)
    port = server.server_address[1]
    house.move_to(options.public_url or f"http://localhost:{port}")
    if given := os.environ.get("STANDIN_STRIPE_ENDPOINTS"):
        webhook_endpoints.ensure(house, json.loads(given))

    def end(*_: object) -> None:
        # shutdown() waits for the loop, which is this thread's: another one has to ask.
        threading.Thread(target=server.shutdown).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    print(f"the stand-in for Stripe listens on port {port}", flush=True)
    server.serve_forever(poll_interval=0.1)
    stand_in.stop()
    server.server_close()
    store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
