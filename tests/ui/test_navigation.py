"""The dashboard's sections: who sees them, which is the current one, that each leads somewhere."""

from __future__ import annotations

import pytest
from django.urls import resolve

from accounts.permissions import MATRIX, Role, role_has
from boom.navigation import SECTIONS, sections_for

LINKS = [link for section in SECTIONS for link in section.links]


class Somebody:
    def __init__(self, role: Role) -> None:
        self.role = role

    def has_perm(self, permission: str) -> bool:
        return role_has(self.role, permission)


def labels(role: Role) -> list[str]:
    return [
        str(link.label) for section in sections_for(Somebody(role), "/dashboard/") for link in section.links
    ]


def test_an_owner_sees_everything():
    assert labels(Role.OWNER) == [str(link.label) for link in LINKS]


def test_the_front_desk_sees_what_it_may_open():
    assert labels(Role.FRONT_DESK) == [
        "Calendar",
        "Floor",
        "Waiting list",
        "Bookings",
        "Customers",
        "Till",
        "Needs attention",
        "Team",
    ]


def test_groups_without_entries_are_left_out():
    assert [str(section.title) for section in sections_for(Somebody(Role.FRONT_DESK), "/")] == [
        "",
        "Understand",
        "Set up",
    ]


def test_nobody_sees_nothing():
    assert sections_for(None, "/dashboard/") == []


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/dashboard/", "Calendar"),
        ("/dashboard/week/", "Calendar"),
        ("/dashboard/bookings/42/", "Bookings"),
        ("/dashboard/customers/7/edit/", "Customers"),
        ("/dashboard/rooms/7/", "Rooms"),
    ],
)
def test_the_section_a_page_belongs_to_is_marked(path, current):
    sections = sections_for(Somebody(Role.OWNER), path)

    assert [str(link.label) for section in sections for link in section.links if link.is_current] == [current]


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link.path)
def test_every_entry_leads_to_a_page_and_asks_for_a_permission_there_is(link):
    assert resolve(link.path, "boom.urls_tenant")
    assert link.permission in MATRIX
