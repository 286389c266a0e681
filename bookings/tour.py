"""The guided tour of the dashboard: what each step shows, and where on the calendar page it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DONE = "done"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `places` are selectors, the first that is on the page and shown counts; without any the step
    is about the whole. `needs` is a permission without which the thing is not there.
    """

    title: str | Promise
    text: str | Promise
    places: tuple[str, ...] = ()
    needs: str = ""


STEPS = (
    Step(
        _("Welcome"),
        _(
            "A short walk past the things you will use every night. Leave it whenever you like and go on "
            "later."
        ),
    ),
    Step(
        _("One night, one board"),
        _(
            "A night runs past midnight without a break. On a phone it begins as a list, with the rooms "
            "one press away."
        ),
        ("#board .tl-scroll", "#agenda", ".cal-head h1"),
    ),
    Step(
        _("Other views"),
        _("Rooms, week, month or a plain list. The keys 1 to 4 change between them."),
        (".cal-head .desk-only .seg", ".cal-head .phone-only .seg"),
    ),
    Step(
        _("Other days"),
        _("A day back, today, a day on, or any date. By keyboard: [ and T and ]."),
        (".cal-head > .row",),
    ),
    Step(
        _("What is going on"),
        _("Who is late, who comes within the hour, how many rooms are free. Each number shows just those."),
        (".pulse-line",),
    ),
    Step(
        _("Your rooms"),
        _("In your order, grouped as you group them. The thin line across the board is now."),
        ("#board .tl-room",),
    ),
    Step(
        _("Take a booking"),
        _(
            "Here, or draw it on the empty board, or press N. Free rooms come first, the smallest that fits "
            "on top."
        ),
        (".cal-head [aria-keyshortcuts='n']", ".tabbar-add"),
        "bookings.create_booking",
    ),
    Step(
        _("Somebody at the door"),
        _("How many, how long, and they are in. The name can wait."),
        (".cal-head [aria-keyshortcuts='w']",),
        "bookings.create_booking",
    ),
    Step(
        _("Move, shorten, lengthen"),
        _(
            "Drag a booking or its edges; on a phone hold it first. By keyboard: M, arrows, Enter. "
            "Whatever you do, Undo stands in the message, and Z does the same."
        ),
        ("#board .ev", "#board .tl-lane"),
        "bookings.move_booking",
    ),
    Step(
        _("Everything else"),
        _("The floor, all bookings, your guests, and what sells: one press each."),
        (".rail nav", ".tabbar [popovertarget='more']"),
    ),
    Step(
        _("Settings"),
        _("Rooms, hours, rules, the questions you ask. One search finds every one of them."),
        (".rail a[href='/dashboard/settings/']", ".tabbar [popovertarget='more']"),
        "bookings.change_setup",
    ),
    Step(
        _("Help stays here"),
        _("How to use Boom, this tour again, and every key there is."),
        (".rail-foot", ".tabbar [popovertarget='more']"),
    ),
)
