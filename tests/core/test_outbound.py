"""Calls to addresses that a business typed in reach the internet and nothing else, in bounded time."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from boom.core.providers import outbound
from boom.core.providers.outbound import AddressRefused, InTransaction, NoAnswer, call, check_url
from tests.receivers import Receiver, receiving

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings: LazySettings) -> Iterator[Receiver]:
    settings.OUTBOUND_ALLOWS_LOOPBACK = True
    with receiving() as receiver:
        yield receiver


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "https://hooks.example.com:8443/",
        "https://user:secret@hooks.example.com/",
        "https://hooks.example.com/a b",
        "https://hooks.example.com/\r\nX-Evil: 1",
        "https://hooks.example.com\\@127.0.0.1/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.1.2.3/",
        "https://0.0.0.0/",
        "https://intranet/",
        "https:///path",
        "https://hooks.example.com:99999/",
        "//hooks.example.com/",
        "javascript:alert(1)",
        f"https://hooks.example.com/{'x' * 500}",
        "",
    ],
)
def test_only_https_to_a_full_name_on_the_usual_port_is_an_address(url: str):
    with pytest.raises(AddressRefused):
        check_url(url)


@pytest.mark.parametrize(
    "url", ["https://hooks.example.com/boom?x=1", "https://93.184.216.34/", "https://a.b:443/"]
)
def test_usual_addresses_are_taken(url: str):
    assert check_url(url).scheme == "https"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
     "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
     "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:53aa:64c::1", "::127.0.0.1",
     "fec0::1", "fe80::1%eth0", "not an address"],
)  # fmt: skip
def test_a_name_that_leads_inside_is_not_called(address: str, monkeypatch: pytest.MonkeyPatch):
    def connect(*_: object, **__: object) -> None:
        raise AssertionError("it connected")

    monkeypatch.setattr(socket, "create_connection", connect)

    # One good address among them changes nothing.
    with pytest.raises(AddressRefused):
        call("POST", "https://hooks.example.com/", resolver=lambda host, port: ["93.184.216.34", address])


def test_what_was_checked_is_what_is_called_however_the_name_answers_the_second_time(
    monkeypatch: pytest.MonkeyPatch,
):
    """DNS rebinding: a public address for the check, our own for the connection."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    connected = []

    def connect(address: tuple[str, int], **_: object) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("it was looked up again"))

    with pytest.raises(NoAnswer):
        call("POST", "https://hooks.example.com/", resolver=lambda host, port: next(answers))

    assert connected == [("93.184.216.34", 443)]


def test_the_names_own_lookup_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outbound, "CONNECT_S", 0.1)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [time.sleep(0.4)][:0])

    began = time.monotonic()
    with pytest.raises(NoAnswer):
        call("POST", "https://hooks.example.com/")

    assert time.monotonic() - began < 0.35


def test_an_answer_comes_back_with_its_status_and_headers(receiver: Receiver):
    receiver.status, receiver.headers = 202, {"Retry-After": "5"}

    answer = call("POST", f"{receiver.url}/in?x=1", body=b"{}", headers={"webhook-id": "evt_1"})

    assert (answer.status, answer.body, answer.headers["retry-after"]) == (202, b"thanks", "5")
    (came,) = receiver.calls
    assert (came.method, came.path, came.body, came.headers["webhook-id"]) == (
        "POST",
        "/in?x=1",
        b"{}",
        "evt_1",
    )


def test_letters_beyond_ascii_go_as_octets_and_what_is_escaped_stays(receiver: Receiver):
    call("GET", f"{receiver.url}/säle/1.ics?name=%C3%BC&x=ü")

    assert [each.path for each in receiver.calls] == ["/s%C3%A4le/1.ics?name=%C3%BC&x=%C3%BC"]


def test_loopback_is_open_to_tests_alone(receiver: Receiver, settings: LazySettings):
    settings.OUTBOUND_ALLOWS_LOOPBACK = False

    with pytest.raises(AddressRefused):
        call("POST", receiver.url)

    assert receiver.calls == []


def test_even_then_other_networks_are_not(settings: LazySettings):
    settings.OUTBOUND_ALLOWS_LOOPBACK = True

    with pytest.raises(AddressRefused):
        call("POST", "https://hooks.example.com/", resolver=lambda host, port: ["127.0.0.1"])


def test_a_redirect_inside_is_not_followed(receiver: Receiver):
    receiver.status = 302
    receiver.headers = {"Location": f"{receiver.url}/internal"}

    answer = call("POST", f"{receiver.url}/hook", body=b"{}")

    assert answer.status == 302
    assert [each.path for each in receiver.calls] == ["/hook"]


def test_a_receiver_that_hangs_costs_bounded_time(receiver: Receiver):
    receiver.hang_s = 1.0

    began = time.monotonic()
    with pytest.raises(NoAnswer, match="too long"):
        call("POST", receiver.url, total_s=0.3)

    assert time.monotonic() - began < 0.8


def test_one_that_drips_is_cut_off(receiver: Receiver):
    receiver.drips, receiver.body = True, b"x" * 60

    began = time.monotonic()
    with pytest.raises(NoAnswer):
        call("POST", receiver.url, total_s=0.4)

    assert time.monotonic() - began < 1.0


def test_no_more_of_an_answer_is_read_than_asked_for(receiver: Receiver):
    receiver.body = b"x" * 100_000

    answer = call("POST", receiver.url, longest=1000)

    assert (len(answer.body), answer.is_cut) == (1000, True)


def test_one_that_breaks_off_is_no_answer(receiver: Receiver):
    receiver.breaks = True

    with pytest.raises(NoAnswer):
        call("POST", receiver.url)


def test_nobody_is_called_within_a_transaction(receiver: Receiver):
    with pytest.raises(InTransaction), transaction.atomic():
        call("POST", receiver.url)

    assert receiver.calls == []


# ---- TLS: the name of the host goes along, though its address is what is called ----------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For hooks.example.com alone, signed by itself."""
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", file, "-out", f"{file}.crt", "-days", "2", "-subj", "/CN=hooks.example.com",
         "-addext", "subjectAltName=DNS:hooks.example.com"],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file


@pytest.fixture
def secure(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str | None]]:
    """A server with that certificate, to which every connection leads; the names that were asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    asked: list[str | None] = []
    context.sni_callback = lambda line, name, old: asked.append(name)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listener:
            line, _ = listener.accept()
            try:
                with context.wrap_socket(line, server_side=True) as safe:
                    safe.recv(4096)
                    safe.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
            except OSError:
                line.close()

    thread = threading.Thread(target=serve)
    thread.start()
    real = socket.create_connection
    monkeypatch.setattr(
        socket, "create_connection", lambda address, **more: real(listener.getsockname(), **more)
    )
    yield asked
    thread.join(5)


def test_the_certificate_is_held_against_the_name(secure: list[str | None], certificate: Path):
    tls = ssl.create_default_context(cafile=f"{certificate}.crt")

    answer = call("GET", "https://hooks.example.com/", resolver=lambda host, port: ["93.184.216.34"], tls=tls)

    assert answer.status == 204
    assert secure == ["hooks.example.com"]


def test_a_certificate_for_another_name_is_refused(secure: list[str | None], certificate: Path):
    tls = ssl.create_default_context(cafile=f"{certificate}.crt")

    with pytest.raises(NoAnswer, match="secure connection"):
        call("GET", "https://other.example.com/", resolver=lambda host, port: ["93.184.216.34"], tls=tls)
