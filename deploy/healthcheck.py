"""Tells Docker whether a container works: `healthcheck.py http PORT PATH | tcp PORT | fresh FILE SECONDS`."""

import http.client
import os
import socket
import sys
import time
from pathlib import Path

SECONDS_TO_ANSWER = 4


def main(kind: str, *arguments: str) -> int:
    match kind, arguments:
        case "http", (port, path):
            connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=SECONDS_TO_ANSWER)
            connection.request("GET", path, headers={"Host": os.environ.get("BOOM_BASE_DOMAIN", "localhost")})
            return int(connection.getresponse().status != http.client.OK)
        case "tcp", (port,):
            socket.create_connection(("127.0.0.1", int(port)), timeout=SECONDS_TO_ANSWER).close()
            return 0
        case "fresh", (file, seconds):
            # The scheduler's database may add an ending of its own to the name.
            newest = max(path.stat().st_mtime for path in Path(file).parent.glob(f"{Path(file).name}*"))
            return int(time.time() - newest > float(seconds))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
