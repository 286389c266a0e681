"""`python -m standins.calendars --port 12112 --data FILE`: runs until it is told to end."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from standins.calendars.books import Books
from standins.calendars.server import serve


def main() -> int:
    said = argparse.ArgumentParser(prog="standins.calendars", description=__doc__)
    said.add_argument("--port", type=int, default=12112, help="0 takes a free one")
    said.add_argument("--host", default="127.0.0.1")
    said.add_argument("--data", type=Path, required=True, help="the file that keeps everything")
    options = said.parse_args()
    options.data.parent.mkdir(parents=True, exist_ok=True)
    server = serve(Books(options.data), options.host, options.port)

    def end(*_: object) -> None:
        # shutdown() waits for the loop, which is this thread's: another one has to ask.
        threading.Thread(target=server.shutdown).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    print(f"the stand-in for calendars listens on port {server.server_address[1]}", flush=True)
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
