"""Whoever was erased stays so after a restore."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bookings.models import Customer
from tenants.models import Erasure
from tests.bookings.services.erasing.person import erase, tables_that_say, whole
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business", "now")]


def brought_back(customer: Customer) -> None:
    """As a backup from before would have them."""
    Customer.objects.filter(pk=customer.pk).update(
        name="Ann Quillfeather", email="quill@feather.example", erased_at=None
    )


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("erase_again", *arguments, stdout=out)
    return out.getvalue()


def test_whoever_a_backup_brings_back_is_erased_again(booking, business):
    customer = erase(whole(booking))
    brought_back(customer)
    make_booking(room=booking.room, starts_at=at("2026-11-28 20:00"), customer=customer)

    said = command("--business", business.subdomain)

    assert "1 erased again" in said
    assert Customer.objects.get(pk=customer.pk).name == f"Erased guest {customer.pk}"
    assert tables_that_say("quill@feather.example") == set()
    assert "0 erased again" in command("--business", business.subdomain)


def test_a_key_that_is_somebody_elses_by_now_is_left_alone(booking, business):
    customer = erase(whole(booking))
    brought_back(customer)
    Customer.objects.filter(pk=customer.pk).update(created_at=TONIGHT)

    command("--business", business.subdomain)

    assert Customer.objects.get(pk=customer.pk).name == "Ann Quillfeather"


def test_the_ledger_is_written_out_and_taken_in_again(booking, business, tmp_path):
    customer = erase(whole(booking))
    ledger = tmp_path / "ledger"
    ledger.write_text(command("--business", business.subdomain, "--list"))
    Erasure.objects.all().delete()
    brought_back(customer)

    said = command("--business", business.subdomain, "--from", str(ledger))

    assert "Quillfeather" not in ledger.read_text()
    assert "1 erased again" in said


def test_a_backup_in_a_schema_of_another_name_says_whose_it_was(booking, business):
    customer = erase(whole(booking))
    Erasure.objects.update(schema_name="t_before2222222222")
    brought_back(customer)

    assert "0 erased again" in command("--business", business.subdomain)
    assert "1 erased again" in command("--business", business.subdomain, "--was", "t_before2222222222")


def test_who_is_merged_into_somebody_that_stands_is_said_to_be_there_still(booking, business):
    customer = erase(whole(booking))
    brought_back(customer)
    Customer.objects.filter(pk=customer.pk).update(merged_into=make_customer())

    with pytest.raises(CommandError, match=f"customers {customer.pk}"):
        command("--business", business.subdomain)


@pytest.mark.parametrize("line", ["no json", "{}", '{"schema": "t", "customer": "x"}', "[]"])
def test_a_file_that_is_no_ledger_is_refused(business, tmp_path, line: str):
    ledger = tmp_path / "ledger"
    ledger.write_text(line)

    with pytest.raises(CommandError, match="Line 1"):
        command("--from", str(ledger))
