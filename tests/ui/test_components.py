"""What the components say, beyond their looks: labels, hints, errors, the words of a status."""

from __future__ import annotations

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from boom.forms import PlainForm


def component(template: str, /, **context: object) -> str:
    return " ".join(render_to_string(f"components/{template}.html", context).split())


class SampleForm(PlainForm):
    email = forms.EmailField(label="Email", help_text="We send the confirmation here.")
    nickname = forms.CharField(label="Nickname", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Karaoke")], widget=forms.RadioSelect)
    terms = forms.BooleanField(label="I agree")


def bad_form() -> SampleForm:
    form = SampleForm({"email": "nobody"})
    form.is_valid()
    return form


def test_a_field_reads_label_hint_error_input_in_that_order():
    shown = component("field", field=bad_form()["email"])

    places = [shown.index(part) for part in ("<label", "We send", "Enter an email like", "<input")]
    assert places == sorted(places)
    assert 'id="id_email_helptext"' in shown
    assert 'id="id_email_error"' in shown


@pytest.mark.parametrize(("name", "says"), [("email", False), ("nickname", True)])
def test_only_optional_fields_say_so(name, says):
    assert ("(optional)" in component("field", field=SampleForm()[name])) is says


def test_a_group_of_radios_is_a_fieldset_with_a_legend():
    shown = component("field", field=bad_form()["kind"])

    assert shown.startswith('<fieldset class="field" id="id_kind"')
    assert "<legend>Kind</legend>" in shown
    assert "Choose kind" in shown


def test_the_summary_counts_and_links_to_the_fields_in_page_order():
    shown = component("error_summary", form=bad_form())

    assert "Check 3 things" in shown
    links = [shown.index(link) for link in ('href="#id_email"', 'href="#id_kind"', 'href="#id_terms"')]
    assert links == sorted(links)


def test_one_thing_is_one_thing():
    form = SampleForm({"email": "nobody", "kind": "a", "terms": "on"})
    form.is_valid()

    assert "Check one thing" in component("error_summary", form=form)


def test_without_errors_there_is_no_summary():
    assert component("error_summary", form=SampleForm()) == ""


@pytest.mark.parametrize(
    ("left", "says", "enabled"), [(0, "Full", False), (1, "1 left", True), (4, "£72", True)]
)
def test_a_full_slot_stays_visible_and_the_last_one_says_so(left, says, enabled):
    shown = component("slot_chip", name="time", value="21:00", time="21:00", price="£72", left=left)

    assert says in shown
    assert ("disabled" not in shown) is enabled


def test_a_closed_day_says_why_and_cannot_be_picked():
    shown = component("day_chip", name="day", value="2026-11-23", weekday="Mon", number="23", closed="closed")

    assert "disabled" in shown
    assert ", closed" in shown


def test_a_badge_always_has_its_word():
    assert component("badge", status="checked_in").endswith(
        '<span class="badge" data-s="checked_in">In room</span>'
    )


def test_a_toast_escapes_what_people_typed_and_carries_its_undo():
    shown = component("toast", message="Moved <b>Priya</b>", undo_url="/undo/9/")

    assert "&lt;b&gt;Priya" in shown
    assert 'action="/undo/9/" hx-post="/undo/9/"' in shown


def test_pages_keep_the_other_filters():
    request = RequestFactory().get("/dashboard/bookings/?q=priya&page=2")
    page = Paginator(range(60), 20).page(2)

    shown = " ".join(render_to_string("components/pagination.html", {"page": page}, request).split())

    assert "21 to 40 of 60" in shown
    assert 'href="?q=priya&amp;page=1"' in shown
    assert 'href="?q=priya&amp;page=3"' in shown
