"""The tags and filters pages are written with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone, translation

from boom.core.money import Money

START = datetime(2026, 11, 21, 22, 15, tzinfo=UTC)
END = datetime(2026, 11, 22, 0, 45, tzinfo=UTC)


@dataclass
class Place:
    time_zone: str = "Europe/London"
    locale: str = "en-GB"
    clock_format: str = "24"


LONDON = Place()
NEW_YORK = Place("America/New_York", "en-US", "12")


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "london", "new_york"),
    [
        ("{% clock start %}", "22:15", "5:15 pm"),
        ("{% span start end %}", "22:15–00:45", "5:15–7:45 pm"),
        ("{% day start %}", "Sat 21 Nov", "Sat, Nov 21"),
        ('{% day start style="long" %}', "Saturday 21 November", "Saturday, November 21"),
        ("{% when start end %}", "Sat 21 Nov, 22:15 to Sun 00:45", "Sat, Nov 21, 5:15 pm to 7:45 pm"),
    ],
)
def test_times_are_the_venues(source, london, new_york):
    shown = [render(source, start=START, end=END, venue=venue) for venue in (LONDON, NEW_YORK)]

    assert shown == [london, new_york]


def test_another_venue_can_be_passed():
    assert render("{% clock start venue=other %}", start=START, venue=LONDON, other=NEW_YORK) == "5:15 pm"


def test_without_a_venue_the_current_zone_counts():
    with timezone.override("Asia/Tokyo"):
        assert render("{% clock start %}", start=START) == "07:15"


@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        ("{{ it|money }}", Money(18000, "GBP"), "£180.00"),
        ("{{ it|price }}", Money(18000, "GBP"), "£180"),
        ('{{ it|money:"GBP" }}', 18000, "£180.00"),
        ('{{ it|price:"JPY" }}', 1200, "¥1,200"),
        ("{{ it|money }}", None, ""),
        ("{{ it|duration }}", 150, "2 h 30"),
        ("{{ it|duration }}", timedelta(minutes=45), "45 min"),
        ("{{ it|people }}", 1, "1 person"),
        ("{{ it|people }}", 6, "6 people"),
        ("{{ it|status_word }}", "no_show", "No-show"),
        ("{{ it|initials }}", "Echo", "Ec"),
        ("{{ it|initials }}", "Room 2", "R2"),
        ("{{ it|initials }}", "", ""),
        ("{{ it|asked }}", "Floor", "Floor:"),
        ("{{ it|asked }}", "What are you celebrating?", "What are you celebrating?"),
        ("{% percent it %}", 37.2, "p-38"),
        ("{% cols it %}", 115, "cols-120"),
        ("{% at it 24 %}", 43, "sh-3 sm-7 wh-2 wm-0"),
        ("{{ it|for_id:42 }}", "/bookings/0/move/?board=0", "/bookings/42/move/?board=0"),
        ("{% ago it then %}", START - timedelta(minutes=4), "4 min ago"),
        ("{% day it %}", date(2026, 11, 21), "Sat 21 Nov"),
    ],
)
def test_words_and_classes(source, value, shown):
    assert render(source, it=value, then=START) == shown


def test_a_number_in_an_id_is_never_localised(settings):
    settings.USE_THOUSAND_SEPARATOR = True

    with translation.override("de"):
        assert render('<li id="b{{ it|string }}">', it=1204) == '<li id="b1204">'


def test_an_icon_is_hidden_from_screen_readers_and_escapes_its_name():
    assert render('{% icon "check" "icon--lg" %}') == (
        '<svg class="icon icon--lg" aria-hidden="true"><use href="/static/vendor/icons.svg#check"/></svg>'
    )
    assert "<script>" not in render("{% icon it %}", it='"><script>')


class Everything(forms.Form):
    name = forms.CharField(help_text="As on the door.")
    note = forms.CharField(widget=forms.Textarea, required=False)
    room = forms.ChoiceField(choices=[("1", "Alto")])
    terms = forms.BooleanField()
    own = forms.CharField(widget=forms.TextInput(attrs={"class": "own"}))


@pytest.mark.parametrize(
    ("field", "classes"),
    [("name", "input"), ("note", "textarea"), ("room", "select"), ("own", "input own")],
)
def test_a_control_wears_the_class_of_its_kind(field, classes):
    assert f'class="{classes}"' in render("{% control field %}", field=Everything()[field])


def test_a_tick_box_wears_none():
    assert "class=" not in render("{% control field %}", field=Everything()["terms"])


def test_a_control_is_joined_to_its_hint_and_its_error():
    shown = render("{% control field %}", field=Everything({"name": ""})["name"])

    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'aria-invalid="true"' in shown


def test_a_control_takes_attributes_and_another_type_once():
    shown = render('{% control field type="tel" hx_get="/x/" %}', field=Everything()["name"])

    assert shown.count("type=") == 1
    assert 'type="tel"' in shown
    assert 'hx-get="/x/"' in shown


def test_a_sum_of_nothing_is_a_sum_and_no_sum_is_no_words():
    source = "{{ sum|money }} {{ sum|price }}"

    assert render(source, sum=Money(0, "GBP")) == "£0.00 £0"
    assert render(source, sum=None) == " "
