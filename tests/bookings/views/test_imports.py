"""The import's pages: a file, its columns, what would happen, the import, taking it back; and exports."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bookings.handlers import go_on_with_import
from bookings.models import Customer, CustomerImport
from boom.core.models import OutboxMessage
from tests.conftest import TONIGHT
from tests.factories import make_customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business", "now")]

PAGE = "/dashboard/integrations/import/"
LIST = "Full name;Mobile;E-mail;Shoe size\nAnn Olsen;020 7946 0812;ann@example.com;7\nBo;nope;;8\n"


def text_of(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode()


def worker() -> None:
    go_on_with_import(OutboxMessage.objects.filter(kind="customers.import_step").latest("id"), TONIGHT)


@pytest.fixture
def uploaded(owner_client) -> str:
    file = SimpleUploadedFile("list.csv", LIST.encode("cp1252"), "text/csv")
    return owner_client.post(PAGE, {"file": file, "kind": "customers"}).url


CHOICES = {
    "encoding": "utf-8-sig",
    "delimiter": ";",
    "when_known": "fill",
    "column0": "name",
    "column1": "phone",
    "column2": "email",
    "column3": "",
}


def test_columns_are_guessed_and_shown_with_examples(uploaded, owner_client):
    page = text_of(owner_client.get(uploaded))

    assert "Ann Olsen" in page
    for field in ("name", "phone", "email"):
        assert f'<option value="{field}" selected>' in page
    assert '<option value=";" selected>' in page


def test_from_file_to_customers_and_back(uploaded, owner_client):
    owner_client.post(uploaded, CHOICES)
    waiting = text_of(owner_client.get(uploaded))
    worker()
    preview = text_of(owner_client.get(uploaded))
    owner_client.post(f"{uploaded}start/")
    worker()
    done = text_of(owner_client.get(uploaded))

    assert 'hx-trigger="every 1s"' in waiting
    assert "<progress" in waiting
    assert "“nope” is no phone number." in preview
    assert "Import 1 row" in preview
    assert Customer.objects.get(name="Ann Olsen").phone == "+442079460812"
    assert "Take the import back" in done
    report = text_of(owner_client.get(f"{uploaded}report.csv"))
    assert report.splitlines()[1:] == [
        "2,Ann Olsen,New,,",
        "3,Bo,Not imported,Phone,“nope” is no phone number.",
    ]
    owner_client.post(f"{uploaded}undo/")
    worker()
    assert not Customer.objects.filter(name="Ann Olsen").exists()


def test_the_progress_is_a_piece_of_its_own(uploaded, owner_client):
    owner_client.post(uploaded, CHOICES)

    piece = text_of(owner_client.htmx("get", uploaded))

    assert piece.lstrip().startswith('<div id="progress"')


def test_a_column_can_be_one_thing_only(uploaded, owner_client):
    answer = owner_client.post(uploaded, CHOICES | {"column3": "name"})

    assert answer.status_code == 422
    assert "is another column already" in text_of(answer)


def test_the_file_can_be_read_another_way(uploaded, owner_client):
    page = text_of(owner_client.post(uploaded, CHOICES | {"delimiter": ",", "again": "1"}))

    assert "Full name;Mobile;E-mail;Shoe size" in page
    assert CustomerImport.objects.get().state == "mapping"


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"x" * (5 * 1024 * 1024 + 1)])
def test_what_is_no_list_is_refused_beside_the_field(content, owner_client):
    answer = owner_client.post(PAGE, {"file": SimpleUploadedFile("x.csv", content), "kind": "customers"})

    assert answer.status_code == 422
    assert "error-summary" in text_of(answer)
    assert not CustomerImport.objects.exists()


def test_the_list_as_csv_has_no_formula(owner_client):
    make_customer(name="=1+1", email="x@example.com", tags=["vip"])

    text = text_of(owner_client.get("/dashboard/customers.csv?tag=vip"))

    assert text.splitlines()[1].startswith("'=1+1,x@example.com")
    assert len(text.splitlines()) == 2


def test_the_list_as_a_workbook_opens(owner_client):
    make_customer(name="=1+1", email="x@example.com")

    answer = owner_client.get("/dashboard/customers.xlsx")

    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "=1+1</t>" in sheet
    assert "<f" not in sheet.replace("<fo", "")
