"""Which port the pages get."""

import socket

import pytest

from boom.runtime import ports
from boom.runtime.demo import reserved_ports, web_port
from boom.runtime.errors import CannotStart


def test_the_port_asked_for_is_taken():
    free = ports.any_free()

    assert web_port({"PORT": str(free)}) == free


@pytest.mark.parametrize("asked", ["0", "65536", "eighty", "-1"])
def test_what_is_no_port_is_refused(asked: str):
    with pytest.raises(CannotStart, match=f"PORT={asked} is not a port"):
        web_port({"PORT": asked})


def test_a_port_asked_for_that_is_taken_is_refused():
    with socket.socket() as server:
        server.bind((ports.LOOPBACK, 0))
        server.listen(1)
        taken = server.getsockname()[1]

        with pytest.raises(CannotStart, match=f"Port {taken} is taken"):
            web_port({"PORT": str(taken)})


def test_two_copies_that_start_at_once_do_not_choose_the_same_ports():
    with reserved_ports({}) as first, reserved_ports({}) as second:
        assert len({*first, *second}) == 8


def test_a_port_asked_for_that_another_copy_is_about_to_use_is_refused():
    with (
        reserved_ports({}) as (port, *_),
        pytest.raises(CannotStart, match="another copy"),
        reserved_ports({"PORT": str(port)}),
    ):
        pass
