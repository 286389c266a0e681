"""Bringing in a list of customers: whom a line is about, what it changes, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext

from audit.errors import InTheWay
from bookings.models import ConsentSource, Customer, CustomerImport, ImportLine, Outcome, Purpose
from bookings.models.imports import WhenKnown
from bookings.selectors.consents import asked_now
from bookings.selectors.customer_rows import Checked, check_row
from bookings.selectors.customer_search import holder_of_email, root_of
from bookings.services.addresses import end_links_to
from bookings.services.consents import record_consent

JOINED = frozenset({"notes", "wishes"})


class Customers:
    """How lines of one list become customers."""

    def __init__(self, found: CustomerImport, now: datetime) -> None:
        self.found, self.now = found, now

    def begin(self, rows: Sequence[Sequence[str]]) -> None:
        """Nothing has to be kept still for them."""

    def check(self, line: ImportLine, row: Sequence[str]) -> None:
        """Say on a line what it would come to."""
        checked = check_row(row, self.found.mapping, country=self.found.country)
        line.name = checked.name
        if not checked.problems:
            customer, problem = _whose(checked)
            if problem:
                checked.problems.append(problem)
            else:
                line.outcome, line.customer = _would_be(customer, checked, self.found), customer
                if customer is not None:
                    line.after = _merged(customer, checked, self.found)
                    line.before = {name: getattr(customer, name) for name in line.after}
        line.problems = checked.problems

    def bring_in(self, line: ImportLine, row: Sequence[str]) -> None:
        """Make it so."""
        checked = check_row(row, self.found.mapping, country=self.found.country)
        if not checked.problems:
            _bring_in(self.found, line, checked, self.now)

    def refuse(self, line: ImportLine, error: Exception) -> None:
        """Say on a line why it could not be."""
        if not isinstance(error, IntegrityError):
            raise error
        line.outcome, line.customer, line.before, line.after = Outcome.REFUSED, None, None, None
        words = "Somebody got that e-mail address a moment ago. Import the file again."
        line.problems = [{"field": "email", "words": words}]

    def take_back(self, line: ImportLine) -> Sequence[tuple[str, int]]:
        """Undo a line, if what it wrote is as it left it; what went for good, by table and key."""
        line.customer = Customer.objects.filter(pk=line.customer_id or 0).first()
        if line.customer is None or line.after is None or line.outcome == Outcome.SAME:
            return ()
        is_as_left = all(getattr(line.customer, name) == value for name, value in line.after.items())
        if not is_as_left or line.customer.merged_into_id is not None:
            raise InTheWay(gettext("They were changed since, so they stay."))
        key = line.customer.pk
        _take_line_back(line)
        return [("bookings_customer", key)] if line.outcome == Outcome.ADDED else ()

    def finish(self, brought: int) -> None:
        """Nobody waits to hear of them."""


def _bring_in(found: CustomerImport, line: ImportLine, checked: Checked, now: datetime) -> None:
    customer, problem = _whose(checked)
    if problem:
        line.outcome, line.problems = Outcome.REFUSED, [problem]
        return
    if customer is None:
        customer = Customer(**checked.values)
        customer.save(force_insert=True)
        line.outcome, line.before, line.after = Outcome.ADDED, None, dict(checked.values)
    else:
        after = _merged(customer, checked, found)
        line.outcome = Outcome.CHANGED if after else Outcome.SAME
        line.before = {name: getattr(customer, name) for name in after}
        line.after = after
        if after:
            address = customer.email
            for name, value in after.items():
                setattr(customer, name, value)
            customer.version += 1
            customer.save(update_fields=[*after, "version"])
            end_links_to(customer_id=customer.pk, address=address, now_has=customer.email)
    line.customer = customer
    if checked.says_yes:
        record_consent(
            customer_id=customer.pk,
            asked=asked_now(Purpose.NEWS),
            is_given=True,
            source=ConsentSource.IMPORT,
            now=now,
        )


def _take_line_back(line: ImportLine) -> None:
    customer = line.customer
    assert customer is not None, "asked before"
    if line.outcome == Outcome.ADDED:
        remove_customer(customer)
        return
    address = customer.email
    for name, value in (line.before or {}).items():
        setattr(customer, name, value)
    customer.version += 1
    customer.save(update_fields=[*(line.before or {}), "version"])
    end_links_to(customer_id=customer.pk, address=address, now_has=customer.email)


def remove_customer(customer: Customer) -> None:
    """Remove somebody whom an import added; the database refuses where anything else has to do with them."""
    customer.consents.filter(source=ConsentSource.IMPORT).delete()
    ImportLine.objects.filter(customer=customer).update(
        customer=None, name="", problems=[], before=None, after=None
    )
    # Without Django's cascade: whatever else points here refuses.
    gone = Customer.objects.filter(pk=customer.pk)
    gone._raw_delete(gone.db)  # noqa: SLF001


def _whose(checked: Checked) -> tuple[Customer | None, dict[str, str] | None]:
    """Whom a line is about: by the other system's number, e-mail, phone; or why that cannot be said."""
    values = checked.values
    found: Customer | None = None
    if values.get("legacy_id"):
        found = Customer.objects.filter(legacy_id=values["legacy_id"]).select_related("merged_into").first()
        found = root_of(found) if found else None
    by_email = holder_of_email(values["email"]) if values.get("email") else None
    if found is not None and by_email is not None and found != by_email:
        return None, {"field": "email", "words": f"That e-mail is {by_email.name}’s."}
    found = found or by_email
    if found is None and values.get("phone"):
        sharing = Customer.objects.filter(phone=values["phone"]).select_related("merged_into").order_by("id")
        if values.get("email"):
            sharing = sharing.filter(email="")
        holder = sharing.first()
        found = root_of(holder) if holder else None
    return found, None


def _would_be(customer: Customer | None, checked: Checked, found: CustomerImport) -> Outcome:
    if customer is None:
        return Outcome.ADDED
    return Outcome.CHANGED if _merged(customer, checked, found) else Outcome.SAME


def _merged(customer: Customer, checked: Checked, found: CustomerImport) -> dict[str, Any]:
    """The columns that a line changes of a customer who is here: gaps only, or all that it says."""
    after = {}
    for name, value in checked.values.items():
        present = getattr(customer, name)
        wanted = _together(name, present, value, replaces=found.when_known == WhenKnown.REPLACE)
        if wanted != present:
            after[name] = wanted
    return after


def _together(name: str, present: Any, value: Any, *, replaces: bool) -> Any:
    if not value or (name == "legacy_id" and present):
        # The key of another system is what an import from there is recognised by.
        return present
    if name == "tags":
        known = {tag.casefold() for tag in present}
        return [*present, *(tag for tag in value if tag.casefold() not in known)]
    if name in JOINED and present and not replaces:
        return present if value in present else f"{present}\n{value}"
    return value if replaces or not present else present
