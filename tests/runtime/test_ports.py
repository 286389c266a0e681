"""Choosing ports next to what already listens."""

import socket
from collections.abc import Iterator

import pytest

from boom.runtime import ports


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as server:
        server.bind((ports.LOOPBACK, 0))
        server.listen(1)
        yield server.getsockname()[1]


def test_a_port_that_somebody_listens_on_is_not_free(taken: int):
    assert not ports.is_free(taken)


def test_another_port_is_chosen_when_the_usual_one_is_taken(taken: int):
    chosen = ports.usual_or_free(taken)

    assert chosen != taken
    assert ports.is_free(chosen)


def test_the_usual_port_is_kept_when_it_is_free(taken: int):
    usual = ports.usual_or_free(taken)

    assert ports.usual_or_free(usual) == usual


def test_the_neighbour_passes_over_what_is_taken_or_to_be_avoided(taken: int):
    neighbour = ports.next_free(taken)
    next_one = ports.next_free(taken, avoiding={neighbour})

    assert taken < neighbour < next_one
