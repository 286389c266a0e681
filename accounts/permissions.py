"""Who may do what: the permission matrix, used by views, API and templates alike.

Asked as `user.has_perm("bookings.move_booking")`, in templates as `{% if perms.bookings.move_booking %}`.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The built-in roles, from most to least."""

    OWNER = "owner"
    MANAGER = "manager"
    FRONT_DESK = "front_desk"
    VIEWER = "viewer"


ROLE_NAMES = {
    Role.OWNER: "Owner",
    Role.MANAGER: "Manager",
    Role.FRONT_DESK: "Front desk",
    Role.VIEWER: "Viewer",
}

# A role that a business makes for itself stands in forms as this and its key ("own-3").
OWN_ROLE = "own-"

_ALL = frozenset(Role)
_DESK = frozenset({Role.OWNER, Role.MANAGER, Role.FRONT_DESK})
_MANAGERS = frozenset({Role.OWNER, Role.MANAGER})
_OWNERS = frozenset({Role.OWNER})

# permission -> (the verb a person reads in the matrix, the roles that hold it)
MATRIX: dict[str, tuple[str, frozenset[Role]]] = {
    "bookings.view_calendar": ("See the calendar and bookings", _ALL),
    "bookings.create_booking": ("Take bookings", _DESK),
    "bookings.move_booking": ("Move and resize bookings", _DESK),
    "bookings.edit_booking": ("Change a booking's details", _DESK),
    "bookings.cancel_booking": ("Cancel and restore bookings", _DESK),
    "bookings.block_room": ("Block rooms", _DESK),
    "bookings.view_customers": ("See customers", _DESK),
    "bookings.edit_customers": ("Change customers, their tags and notes", _DESK),
    "bookings.exchange_customers": ("Import and export customers", _MANAGERS),
    "bookings.merge_customers": ("Merge customers who are one", _MANAGERS),
    "bookings.ban_customers": ("Block customers from booking online", _MANAGERS),
    "bookings.erase_customers": ("Give customers their data and erase it", _OWNERS),
    "bookings.override_rules": ("Override booking rules with a reason", _MANAGERS),
    "bookings.override_price": ("Agree on a price or take something off, with a reason", _MANAGERS),
    "bookings.view_ratings": ("See how guests rate rooms and the team", _MANAGERS),
    "bookings.change_setup": ("Change rooms, hours and rules", _MANAGERS),
    "bookings.change_prices": ("Change prices, codes and vouchers", _MANAGERS),
    "payments.take_payment": ("Take payments", _DESK),
    "payments.refund_payment": ("Give back what is owed", _DESK),
    "payments.override_refund": ("Give back more with a reason, take payments back", _MANAGERS),
    "payments.count_till": ("Open and close the till", _DESK),
    "payments.view_takings": ("See takings and documents", _MANAGERS),
    "payments.connect_account": ("Connect the account that cards are paid to", _OWNERS),
    "payments.view_payouts": ("See what card payments come to the bank", _MANAGERS),
    "integrations.connect": ("Connect other programs, calendars and sites", _MANAGERS),
    "audit.view_activity": ("See who changed what", _MANAGERS),
    "accounts.view_staff": ("See the team", _ALL),
    "accounts.manage_staff": ("Invite people and change roles", _OWNERS),
    "integrations.manage_keys": ("Make and revoke keys for programs", _OWNERS),
    "billing.manage_plan": ("See and change what the business pays for Boom", _OWNERS),
}


# Whoever may make people owners is one: no role that somebody makes up holds it.
OWNERS_ONLY = frozenset({"accounts.manage_staff", "integrations.manage_keys"})
# What concerns every venue alike; somebody who is limited to some of them does not hold it.
BUSINESS_WIDE = frozenset(
    {
        "audit.view_activity",
        "accounts.manage_staff",
        "integrations.manage_keys",
        "billing.manage_plan",
        "payments.connect_account",
        "integrations.connect",
        "bookings.exchange_customers",
        "bookings.merge_customers",
        "bookings.ban_customers",
        "bookings.erase_customers",
        "payments.view_payouts",
    }
)

# What concerns all rooms of a venue alike; somebody who is limited to single rooms does not hold it.
VENUE_WIDE = frozenset(
    {"bookings.change_setup", "bookings.change_prices", "payments.count_till", "payments.view_takings"}
)


# How forms that offer permissions one by one part them: the heading, and what stands under it.
_SUBJECTS: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "Bookings",
        frozenset(
            {
                "view_calendar",
                "create_booking",
                "move_booking",
                "edit_booking",
                "cancel_booking",
                "block_room",
                "override_rules",
            }
        ),
    ),
    (
        "Customers",
        frozenset(
            {
                "view_customers",
                "edit_customers",
                "exchange_customers",
                "merge_customers",
                "ban_customers",
                "erase_customers",
            }
        ),
    ),
    (
        "Money",
        frozenset(
            {
                "override_price",
                "take_payment",
                "refund_payment",
                "override_refund",
                "count_till",
                "view_takings",
                "connect_account",
                "view_payouts",
                "manage_plan",
            }
        ),
    ),
)
_OTHER_SUBJECT = "The business"


def offered_permissions() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a key or a role of one's own may be given, as choices: (subject, [(permission, verb)]).

    Without what stays with owners. Whatever no subject names comes last, so that none is left out.
    """
    subject_of = {name: subject for subject, names in _SUBJECTS for name in names}
    grouped: dict[str, list[tuple[str, str]]] = {subject: [] for subject, _ in _SUBJECTS}
    for permission, (verb, _roles) in MATRIX.items():
        if permission not in OWNERS_ONLY:
            subject = subject_of.get(permission.partition(".")[2], _OTHER_SUBJECT)
            grouped.setdefault(subject, []).append((permission, verb))
    return list(grouped.items())


def role_has(role: str, permission: str) -> bool:
    """Whether a role holds a permission. An unknown permission is a bug, so it raises KeyError."""
    return role in MATRIX[permission][1]


def permissions_of(role: str) -> frozenset[str]:
    """All a role may do."""
    return frozenset(name for name, (_, roles) in MATRIX.items() if role in roles)
