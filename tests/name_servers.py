"""A name server of a test's own, on loopback: it knows the texts it is given, and nothing else."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import dns.message
import dns.rcode
import dns.rrset


@contextmanager
def name_server(texts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Answer for TXT of these names, in pieces of 255 letters as DNS has them; gives `address#port`."""

    class Answer(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            wire, line = self.request
            asked = dns.message.from_wire(wire)
            name = asked.question[0].name
            answer = dns.message.make_response(asked)
            known = texts.get(name.to_text(omit_final_dot=True).lower())
            if known is None:
                answer.set_rcode(dns.rcode.NXDOMAIN)
            for text in known or ():
                pieces = [text[at : at + 255] for at in range(0, len(text), 255)]
                answer.answer.append(
                    dns.rrset.from_text(name, 60, "IN", "TXT", " ".join(f'"{piece}"' for piece in pieces))
                )
            line.sendto(answer.to_wire(), self.client_address)

    with socketserver.UDPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"127.0.0.1#{server.server_address[1]}"
        server.shutdown()
