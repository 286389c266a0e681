"""Erasing somebody who is in lists on their way in."""

from __future__ import annotations

import pytest

from audit.inspection import check_record
from bookings.models import Customer, CustomerImport, ImportFile
from bookings.services.imports import (
    _work_slice,
    map_import,
    start_import,
    table_of_import,
    undo_import,
    upload_list,
    work_on_import,
)
from tests.bookings.services.erasing.person import CANARIES, erase, tables_that_say, whole
from tests.conftest import TONIGHT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business", "now")]


LIST = """name,email,phone,notes
Ann Quillfeather,QUILL@feather.example,,"one
two"
Bo Olsen,bo@example.com,020 7946 0999,
A. Q.,,020 7946 1234,wearsfeathers

Ann Quillfeather,ann@another.example,,namesake
Ann Quillfeather,,020 7946 0555,
"""


COLUMNS = {"name": 0, "email": 1, "phone": 2, "notes": 3}


def uploaded(*, encoding: str = "utf-8") -> CustomerImport:
    found = upload_list(content=LIST.encode(encoding), file_name="list.csv", country="GB")
    map_import(import_id=found.pk, mapping=COLUMNS, when_known="fill", encoding="", delimiter="")
    return found


def work(found: CustomerImport) -> None:
    while not work_on_import(import_id=found.pk, now=TONIGHT, has_time=lambda: True):
        pass


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_they_go_from_a_file_that_is_not_brought_in_yet_and_others_stay_on_their_lines(booking, encoding):
    found = uploaded(encoding=encoding)
    before = table_of_import(found)

    erase(whole(booking))

    left = table_of_import(CustomerImport.objects.get(pk=found.pk))
    assert [row[0] for row in left.rows] == ["***", "Bo Olsen", "***", "Ann Quillfeather", "Ann Quillfeather"]
    assert left.numbers == before.numbers
    assert "quill@" not in str(left.rows).lower()


def test_such_a_file_makes_nobody_of_them_again(booking):
    found = uploaded()
    work(found)

    erase(whole(booking))
    start_import(import_id=found.pk)
    work(found)

    made = Customer.objects.filter(pk__gt=booking.customer_id, erased_at=None)
    assert sorted(made.values_list("email", flat=True)) == ["", "ann@another.example", "bo@example.com"]


def test_a_worker_that_has_read_the_file_before_reads_it_anew(booking):
    found = uploaded()
    work(found)
    start_import(import_id=found.pk)
    table = table_of_import(found)

    erase(whole(booking))

    assert _work_slice(import_id=found.pk, table=table, mark="as it was", now=TONIGHT) is None
    assert not Customer.objects.filter(email="bo@example.com").exists()


def test_a_file_read_in_another_encoding_than_it_has_keeps_everybody_else(booking):
    found = uploaded(encoding="cp1252")
    CustomerImport.objects.filter(pk=found.pk).update(encoding="utf-16", delimiter="|")

    erase(whole(booking))

    left = bytes(ImportFile.objects.get(customer_import=found).content).decode("cp1252")
    assert "Bo Olsen,bo@example.com,020 7946 0999" in left
    assert "quill@" not in left.lower()


def test_a_file_that_is_no_table_is_not_kept_and_is_asked_for_again(booking, owner_client):
    found = uploaded()
    ImportFile.objects.update(content=b"name,email\nQuillfeather," + b"x" * 200_000)

    erase(whole(booking))

    assert not ImportFile.objects.filter(customer_import=found).exists()
    page = owner_client.get(f"/dashboard/import/{found.pk}/")
    assert "Upload this file again" in page.content.decode()


def test_whoever_came_by_an_import_that_is_taken_back_is_forgotten_on_the_record():
    found = uploaded()
    work(found)
    start_import(import_id=found.pk)
    work(found)
    undo_import(import_id=found.pk)

    work(found)

    assert not Customer.objects.filter(email="bo@example.com").exists()
    assert tables_that_say(*CANARIES, "bo@example.com") == set()
    assert check_record().broken == ""


def test_they_go_from_the_lines_that_are_kept_to_be_mended(booking):
    found = upload_list(content=LIST.replace("020 7946 1234", "12").encode(), file_name="x", country="GB")
    # Her line has no number now, and nobody can be reached by it.
    columns = {"name": 0, "phone": 2}
    map_import(import_id=found.pk, mapping=columns, when_known="fill", encoding="", delimiter="")
    work(found)
    start_import(import_id=found.pk)
    work(found)
    assert "QUILL@feather.example" in bytes(found.file.content).decode()

    erase(whole(booking))

    assert "quill@" not in bytes(ImportFile.objects.get(customer_import=found).content).decode().lower()
    found.refresh_from_db()
    assert found.state == "done"
