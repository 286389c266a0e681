"""Customers: found, added, read, changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from accounts.fields import AddressField, LabelField
from bookings.api.shapes import CustomerShape, customer_shape
from bookings.errors import CustomerUnknown
from bookings.forms.contact import LONGEST_NAME, LONGEST_NOTE, NoteField, PhoneField
from bookings.models import Customer
from bookings.models.customers import LONGEST_TAG, MOST_TAGS
from bookings.phones import LONGEST_TYPED, country_of_zone
from bookings.selectors.customer_search import search_customers
from bookings.selectors.venues import venue_called
from bookings.services.customer_records import add_customer, change_customer
from boom.rest.endpoints import ApiRequest, Made, endpoint, version_known
from boom.rest.paging import FieldsQuery, ListFieldsQuery, Piece, piece_of
from boom.rest.values import Body, Id, cleaned, line, lines

router = Router()
SEE, KEEP = "bookings.view_customers", "bookings.edit_customers"
TAGS = ["Customers"]
# So many are looked through for what is like the words.
MOST_FOUND = 100


class CustomerList(BaseModel):
    """A piece of the list."""

    data: list[CustomerShape]
    next_cursor: str | None


class CustomerQuery(ListFieldsQuery):
    """Which customers."""

    q: str | None = Field(
        None,
        max_length=100,
        pattern=r"^[^\x00]*$",
        description="Part of a name, a number, an address, a booking's reference; at most 100 are found.",
    )
    tag: str | None = Field(None, max_length=LONGEST_TAG, pattern=r"^[^\x00]*$")
    email: str | None = Field(None, max_length=254, pattern=r"^[^\x00]*$", description="Whole, in any case.")


class CustomerBody(Body):
    """What is kept about a customer."""

    email: Annotated[str, line(254)] = ""
    phone: Annotated[str, line(LONGEST_TYPED)] = ""
    notes: Annotated[str, lines(LONGEST_NOTE)] = ""
    tags: list[Annotated[str, line(LONGEST_TAG, shortest=1)]] = Field(default=[], max_length=MOST_TAGS)
    price_class: Annotated[str, line(LONGEST_TAG)] = ""
    contact_by: Literal["", "email", "phone", "text", "nobody"] = ""
    wishes: Annotated[str, lines(LONGEST_NOTE)] = ""


class NewCustomer(CustomerBody):
    """A customer to add."""

    name: Annotated[str, line(LONGEST_NAME, shortest=1)] = Field(examples=["Priya Nair"])


class ChangedCustomer(CustomerBody):
    """What to change; what is left out stays."""

    name: Annotated[str, line(LONGEST_NAME, shortest=1)] = ""


@endpoint(router, "GET", "/customers", needs=SEE, gives=CustomerList, tags=TAGS)
def list_customers(request: ApiRequest, query: CustomerQuery = Query(...)) -> Piece:
    """Customers, in the order in which they were added."""
    found = Customer.objects.living()
    if query.email is not None:
        found = found.filter(email__iexact=query.email)
    if query.tag is not None:
        found = found.filter(tags__contains=[query.tag])
    if query.q is not None and query.q.strip():
        found = found.filter(pk__in=search_customers(query.q.strip(), limit=MOST_FOUND))
    return piece_of(found, query, customer_shape)


@endpoint(router, "POST", "/customers", needs=KEEP, gives=CustomerShape, status=201, tags=TAGS)
def create_customer(request: ApiRequest, body: NewCustomer) -> Made:
    """Add a customer."""
    made = add_customer(**_values(body.model_dump()))
    return Made(customer_told(made.pk), f"/api/v1/customers/{made.pk}")


@endpoint(router, "GET", "/customers/{customer_id}", needs=SEE, gives=CustomerShape, tags=TAGS)
def get_customer(
    request: ApiRequest,
    customer_id: Id = Path(...),
    query: FieldsQuery = Query(...),
) -> CustomerShape:
    """A customer. Their ETag is their version."""
    return customer_told(customer_id)


@endpoint(
    router,
    "PATCH",
    "/customers/{customer_id}",
    needs=KEEP,
    gives=CustomerShape,
    conditional=True,
    tags=TAGS,
)
def change_customer_record(
    request: ApiRequest, body: ChangedCustomer, customer_id: Id = Path(...)
) -> CustomerShape:
    """Change what is kept about a customer."""
    present = known_customer(customer_id)
    version = version_known(request, present.version)
    values = _values(body.model_dump(exclude_unset=True), known_phone=present.phone)
    change_customer(customer_id=customer_id, version=version, **values)
    return customer_told(customer_id)


def _values(given: Mapping[str, Any], *, known_phone: str = "") -> dict[str, Any]:
    """What was sent, held to the form's rules. Raises Invalid, naming the fields."""
    country = country_here()
    rules = {
        "name": LabelField(max_length=LONGEST_NAME, required_words="Type a name."),
        "email": AddressField(required=False),
        "phone": PhoneField(country=country, known=known_phone, required=False),
        "notes": NoteField(),
        "wishes": NoteField(),
    }
    held = cleaned({name: (rule, given[name]) for name, rule in rules.items() if name in given})
    values = {**given, **held}
    if "tags" in values:
        values["tags"] = list(dict.fromkeys(tag.strip() for tag in values["tags"]))
    return values


def country_here() -> str:
    """The country whose numbers are written without its code."""
    venue = venue_called(None)
    return venue.country or country_of_zone(venue.time_zone)


def known_customer(customer_id: int) -> Customer:
    """A customer of their own: who was merged or erased is nobody here. Raises CustomerUnknown."""
    found = Customer.objects.living().filter(pk=customer_id).first()
    if found is None:
        raise CustomerUnknown
    return found


def customer_told(customer_id: int) -> CustomerShape:
    """A customer as they stand now."""
    return customer_shape(known_customer(customer_id))
