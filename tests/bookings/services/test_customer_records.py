"""What staff keep about a customer, and taking changes of it back."""

from __future__ import annotations

import pytest

from audit.errors import ChangedSince, InTheWay
from audit.models import AuditEvent
from audit.services.undo import take_back
from bookings.errors import CustomerChangedMeanwhile, CustomerEmailTaken, CustomerUnknown
from bookings.models import Customer
from bookings.selectors.customers import change_that_made
from bookings.services.customer_records import add_customer, change_customer
from bookings.services.customers import Contact, match_customer
from boom.core.actor import acting
from boom.core.ids import new_request_id
from tests.conftest import TONIGHT
from tests.factories import make_customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business")]


def kept(customer: Customer) -> dict[str, object]:
    row = Customer.objects.get(pk=customer.pk)
    return {name: getattr(row, name) for name in ("name", "email", "phone", "tags", "notes", "wishes")}


def test_a_customer_added_by_hand_is_the_one_who_books_next():
    added = add_customer(name="Ann", email="ann@example.com", tags=["regular"])

    assert match_customer(Contact(name="Ann B", email="ANN@example.com")) == added


def test_an_address_is_one_customers():
    make_customer(email="ann@example.com")

    with pytest.raises(CustomerEmailTaken):
        add_customer(name="Other Ann", email="Ann@Example.com")


def test_a_change_is_on_record_with_what_was_before():
    customer = make_customer(name="Ann", tags=["regular"])

    change_customer(customer_id=customer.pk, version=1, tags=["regular", "vip"], name="Ann")

    event = AuditEvent.objects.filter(table="bookings_customer").order_by("-id")[0]
    assert (event.old["tags"], event.new["tags"]) == (["regular"], ["regular", "vip"])
    assert "name" not in event.new


def test_saving_what_is_there_already_changes_nothing():
    customer = make_customer(name="Ann", tags=["regular"])
    before = AuditEvent.objects.count()

    change_customer(customer_id=customer.pk, version=1, name="Ann", tags=["regular"])

    assert AuditEvent.objects.count() == before


def test_the_second_of_two_who_change_a_customer_is_told():
    customer = make_customer()
    change_customer(customer_id=customer.pk, version=1, notes="Loud")

    with pytest.raises(CustomerChangedMeanwhile):
        change_customer(customer_id=customer.pk, version=1, notes="Quiet")


def undo(customer: Customer, version: int) -> None:
    event = change_that_made(customer.pk, version)
    assert event is not None
    take_back(event_id=event.pk, now=TONIGHT)


def change(customer: Customer, **values: object) -> Customer:
    """One press of somebody's."""
    with acting(kind="person", id="1", label="Dana", source="dashboard", request_id=new_request_id()):
        version = Customer.objects.values_list("version", flat=True).get(pk=customer.pk)
        return change_customer(customer_id=customer.pk, version=version, **values)


def test_an_undo_brings_back_exactly_what_was():
    customer = make_customer(name="Ann", phone="+442079460812", tags=["regular"])
    before = kept(customer)
    changed = change(customer, name="Anna", email="new@example.com", phone="", tags=[], notes="x")

    undo(customer, changed.version)

    assert kept(customer) == before


def test_what_was_changed_again_since_is_not_overwritten():
    customer = make_customer()
    change(customer, notes="one")
    change(customer, notes="two")

    with pytest.raises(ChangedSince, match="changed again since, by Dana"):
        undo(customer, 2)


def test_an_undo_does_not_take_an_address_from_whoever_has_it_by_now():
    customer = make_customer(email="ann@example.com")
    changed = change(customer, email="")
    with acting(kind="person", id="2", source="dashboard", request_id=new_request_id()):
        add_customer(name="Other Ann", email="ann@example.com")

    with pytest.raises(InTheWay):
        undo(customer, changed.version)


def test_a_merged_customer_is_not_there_to_be_changed():
    gone = make_customer(merged_into=make_customer())

    with pytest.raises(CustomerUnknown):
        change_customer(customer_id=gone.pk, version=1, notes="x")


def test_who_books_with_an_address_of_a_merged_record_is_the_one_it_became():
    kept_one = make_customer(email="new@example.com", phone="")
    make_customer(email="old@example.com", phone="+442079460812", merged_into=kept_one)

    by_email = match_customer(Contact(name="Ann", email="Old@example.com"))
    by_phone = match_customer(Contact(name="Ann", phone="+442079460812"))

    assert by_email == by_phone == kept_one
