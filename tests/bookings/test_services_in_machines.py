"""Every service that changes bookings, or who waits for one, is a step of a machine, or it is said why not.

Walked, not listed: the services are read from `bookings/services`, what the machines call from their own
code. A new service is found here on the day it is written.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SERVICES = Path("bookings/services")
MACHINES = Path("tests/bookings/machines")
PACKAGE = "bookings.services"

# The tables whose rows the machines hold against their model.
HELD_TO = {"Occupancy", "Booking", "Block", "WaitlistEntry", "WaitlistOffer"}
WRITES = {"save", "create", "update", "bulk_create", "bulk_update", "delete", "get_or_create"}

Name = tuple[str, str]
# Whoever takes a row of theirs to change it, takes it by one of these.
LOCKED_TO_WRITE: set[Name] = {
    ("bookings.services.occupying", name) for name in ("for_change", "occupying", "sweep_holds")
}

CARTS = "Carts are held to their own tests (test_cart): the machines' holds are single."
PRICES = "It changes a price and what is claimed of scarce things: test_pricing, faults/test_scarce_claims."
OWN = "A customer's door to a step that is here, with its link renewed: test_own_party, test_own_visit."
SERIES = "Nights of a series are bookings like any other; what is its own is held to test_series_changes."
REPAIR = "A repair of what a check found, of old data: audit's tests of repairs."
PAID = "A hold whose guest pays at Stripe: payments/test_paying, faults/test_card_races."
RECORD = "It leaves the time, the room and the status of every booking as they are."
PARTS_OF_STEPS = "A part of steps that are here, or those called one by one."

# Why a service is no step. By name, so that a new one beside it is asked about.
NOT_A_STEP: dict[str, str] = {
    "arrivals.release_no_shows": "A no-show by the clock, one after the other: test_visits.",
    "bookings.edit_booking": RECORD,
    "cancelling.waive_fee": RECORD,
    "carts.drop_held": CARTS,
    "carts.hold_instead": CARTS,
    "closing.close": PARTS_OF_STEPS,
    "door_codes.keep_door_codes": RECORD,
    "erasing.erase_again": RECORD,
    "erasing.erase_customer": RECORD,
    "examples.show_examples": "Examples are in nobody's way and no bookings: test_examples.",
    "guests.rate_booking": RECORD,
    "guests.send_guest_message": RECORD,
    "holds.hold_any_room": PARTS_OF_STEPS,
    "holds.take_down": PARTS_OF_STEPS,
    "holds.tell_of_booked": PARTS_OF_STEPS,
    "hosts.choose_host": RECORD,
    "imported.import_booking": "It adds a booking as it was elsewhere: integrations/carrying/test_lists.",
    "imported.import_bookings": "It adds bookings as they were elsewhere, clashing ones without a place.",
    "invitees.invite": RECORD,
    "invitees.join_guest_list": RECORD,
    "invitees.share_guest_list": RECORD,
    "links.pass_links_on": RECORD,
    "links.replace_links": RECORD,
    "links.issue_manage_link": RECORD,
    "own.cancel_own_booking": OWN,
    "own.change_own_party": OWN,
    "own.extend_own_booking": OWN,
    "own.move_own_booking": OWN,
    "paid_holds.confirm_kept": PAID,
    "paid_holds.keep_for_payment": PAID,
    "paid_holds.keep_longer": PAID,
    "quoting.price_hold": PRICES,
    "quoting.reprice_booking": PRICES,
    "rearranging.rearrange": PARTS_OF_STEPS,
    "repairs.accept_as_is": REPAIR,
    "repairs.keep_cancelled": REPAIR,
    "repairs.let_holds_go": PARTS_OF_STEPS,
    "repairs.mend_price": REPAIR,
    "repairs.move_to_nearest": REPAIR,
    "series.changing.change_series": SERIES,
    "series.ending.end_series": SERIES,
    "series.extending.extend_all": SERIES,
    "series.extending.extend_series": SERIES,
    "series.extending.settle_missed": SERIES,
    "series.making.block_series": SERIES,
    "series.making.book_series": SERIES,
    "series.repairing.repair_series": SERIES,
    "room_lists.change_category": "A new name of a kind of rooms goes to the wishes for it.",
    "settings_file.apply_settings": "A new name of a kind of rooms goes to the wishes for it.",
    "several.add_staff_note": PARTS_OF_STEPS,
    "swaps.find_room": "A choice of a room, and then the step of moving there: test_rearranging.",
    "visits.set_turnover": "Its refusals are held to test_visits; the machines' buffers are their rooms'.",
    "waitlist_outcomes.offers_taken": PARTS_OF_STEPS,
}


@dataclass
class Function:
    """A function of the services: whom it calls, by module and name, and what it does itself."""

    is_service: bool
    writes: bool
    calls: set[Name] = field(default_factory=set)


def modules(folder: Path, package: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        parts = [part for part in path.relative_to(folder).with_suffix("").parts if part != "__init__"]
        yield ".".join([package, *parts]), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> dict[str, Name]:
    """What each name stands for that a module takes from the services: ("", module) for a module itself."""
    names: dict[str, Name] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
            for alias in node.names:
                names[alias.asname or alias.name] = (node.module or "", alias.name)
    return names


def called(node: ast.AST, names: dict[str, Name]) -> set[Name]:
    """What is named within `node`: functions taken by name, and those of a module that was taken whole."""
    found = {names[each.id] for each in ast.walk(node) if isinstance(each, ast.Name) and each.id in names}
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id in names:
            package, module = names[each.value.id]
            found.add((f"{package}.{module}", each.attr))
    return found


def functions(folder: Path = SERVICES) -> dict[Name, Function]:
    found: dict[Name, Function] = {}
    for module, tree in modules(folder, PACKAGE):
        own = {node.name: (module, node.name) for node in tree.body if isinstance(node, ast.FunctionDef)}
        names = imported(tree) | own
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef):
                continue
            attributes = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
            mentioned = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
            calls = called(node, names) - {(module, node.name)}
            found[module, node.name] = Function(
                is_service=any(
                    isinstance(each, ast.Name) and each.id == "service" for each in node.decorator_list
                ),
                writes=bool(attributes & WRITES and (mentioned & HELD_TO or calls & LOCKED_TO_WRITE)),
                calls=calls,
            )
    return found


def reached(start: Name, known: dict[Name, Function]) -> set[Name]:
    """A function and all that it calls, however deep."""
    seen: set[Name] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in known and name not in seen:
            seen.add(name)
            waiting += known[name].calls
    return seen


def changing_services(folder: Path = SERVICES) -> set[Name]:
    """Ways in from outside that change bookings or the waiting list."""
    known = functions(folder)
    found = set()
    for name in known:
        within = [known[each] for each in reached(name, known)]
        if not name[1].startswith("_") and any(each.is_service for each in within):
            found |= {name} if any(each.writes for each in within) else set()
    return found


def steps() -> set[Name]:
    """What the machines call."""
    return {name for _, tree in modules(MACHINES, "machines") for name in called(tree, imported(tree))}


def short(name: Name) -> str:
    return f"{name[0].removeprefix(PACKAGE + '.')}.{name[1]}"


def test_every_service_that_changes_bookings_is_a_step_of_a_machine_or_says_why_not():
    missing = {short(name) for name in changing_services() - steps()}

    assert missing - NOT_A_STEP.keys() == set(), "give them a rule in tests/bookings/machines"
    assert NOT_A_STEP.keys() - missing == set(), "these are steps by now, or gone"


NEW_SERVICE = """
from bookings.services.occupying import for_change
from boom.core.db import service

def paint(*, booking_id):
    return _paint(booking_id)

@service
def _paint(booking_id):
    booking = for_change(booking_id, version=None)
    booking.save()
"""


def test_control_a_service_that_no_machine_knows_is_found(tmp_path: Path):
    (tmp_path / "painting.py").write_text(NEW_SERVICE)

    assert changing_services(tmp_path) == {("bookings.services.painting", "paint")}
