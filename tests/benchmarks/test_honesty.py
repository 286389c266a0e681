"""What a benchmark refuses to time."""

from __future__ import annotations

import json
from collections import Counter
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from benchmarks.availability import AnotherAnswer, _insist_on_the_same_answer
from benchmarks.creating import Kept, NotKept, _insist_on_all_kept
from benchmarks.fleet import Site
from benchmarks.load import Reply, Slice, UnexpectedReply, request, run
from benchmarks.raw import Contest

SITE = Site("bench-1", "t_1", "bench-1.localhost", 1, [1, 2], "")


def bare(*free: int) -> Reply:
    return Reply(200, body=json.dumps({room: [0] * count for room, count in enumerate(free)}).encode())


def boom(*free: int) -> Reply:
    return Reply(200, body=json.dumps({"rooms": [{"starts": [""] * count} for count in free]}).encode())


def test_replies_of_another_kind_are_not_timed():
    refused = Reply(503)
    slice_ = Slice([0.1, 0.1], 0.2, Counter({200: 1, 503: 1}), refused)

    assert slice_.insist(200, 503) is slice_
    with pytest.raises(UnexpectedReply):
        slice_.insist(200)


def test_both_sides_have_to_give_the_same_answer():
    _insist_on_the_same_answer(bare(3, 3), boom(3, 3), SITE)

    with pytest.raises(AnotherAnswer):
        _insist_on_the_same_answer(bare(3, 3), boom(3, 2), SITE)
    with pytest.raises(AnotherAnswer):
        _insist_on_the_same_answer(bare(0, 0), boom(0, 0), SITE)


def test_a_yes_counts_with_its_booking_its_record_and_its_fact():
    before = Kept(bookings=100, recorded=20, told=10)

    _insist_on_all_kept(before, Kept(bookings=105, recorded=25, told=15), 5)
    with pytest.raises(NotKept):
        _insist_on_all_kept(before, Kept(bookings=105, recorded=20, told=15), 5)
    with pytest.raises(NotKept):
        _insist_on_all_kept(before, Kept(bookings=104, recorded=24, told=14), 5)


def test_a_round_of_plain_inserts_with_a_deadlock_in_it_is_no_yardstick():
    assert Contest(won=1, refused=49, died=0, seconds=0.02).is_clean
    assert not Contest(won=1, refused=48, died=1, seconds=1.02).is_clean
    assert not Contest(won=0, refused=0, died=50, seconds=5.0).is_clean


class Empty(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_request(self, *args: object) -> None:
        pass


def test_a_slice_too_short_for_its_connection_asks_once_all_the_same():
    with HTTPServer(("127.0.0.1", 0), Empty) as server:
        Thread(target=server.handle_request).start()
        wire = request("GET", "/", host="localhost")

        found = run(server.server_port, [wire, wire], clients=1, seconds=0.0)

    assert found.requests == 1
    assert found.percentile(0.5) > 0
