"""When a venue's messages go out, as somebody chooses it."""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from boom.forms import PlainForm
from notifications.events import EVENTS
from notifications.models import MOST_REMINDERS, MessageTimes
from notifications.words import TEXTED

HOUR, DAY = 60, 24 * 60
BEFORE = [
    ("", _("None")),
    (30, _("30 minutes before")),
    (HOUR, _("1 hour before")),
    (2 * HOUR, _("2 hours before")),
    (3 * HOUR, _("3 hours before")),
    (6 * HOUR, _("6 hours before")),
    (12 * HOUR, _("12 hours before")),
    (DAY, _("1 day before")),
    (2 * DAY, _("2 days before")),
    (3 * DAY, _("3 days before")),
    (7 * DAY, _("1 week before")),
]
AFTER = [
    ("", _("None")),
    (HOUR, _("1 hour after")),
    (3 * HOUR, _("3 hours after")),
    (12 * HOUR, _("12 hours after")),
    (DAY, _("1 day after")),
    (2 * DAY, _("2 days after")),
    (7 * DAY, _("1 week after")),
]
LABELS = (_("First reminder"), _("Second reminder"), _("Third reminder"))


def _choice(label: Any, choices: list[tuple[Any, Any]], **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=int, empty_value=None, required=False, **options
    )


class TimesForm(PlainForm):
    """Up to three reminders, one follow-up, and the hours in which none of them goes out."""

    reminder_1 = _choice(LABELS[0], BEFORE)
    reminder_2 = _choice(LABELS[1], BEFORE)
    reminder_3 = _choice(LABELS[2], BEFORE)
    follow_up_after = _choice(
        _("Thanks"), AFTER, help_text=_("Only to guests who were checked in and agreed to news and offers.")
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    texts = forms.MultipleChoiceField(
        label=_("Also by text message"),
        choices=lambda: [(kind, EVENTS[kind].title) for kind in EVENTS if kind in TEXTED],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("To guests who left a phone number. Carriers charge for each."),
    )

    @classmethod
    def of(cls, times: MessageTimes) -> Self:
        """What is chosen now."""
        longest_first = sorted(times.reminders, reverse=True)
        chosen = {f"reminder_{place}": each for place, each in enumerate(longest_first, start=1)}
        return cls(
            initial={
                "follow_up_after": times.follow_up_after,
                "quiet_from": times.quiet_from,
                "quiet_until": times.quiet_until,
                "texts": times.texts,
                **chosen,
            }
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if begins is None and ends is not None and "quiet_from" not in self.errors:
            self.add_error("quiet_from", _("Enter when quiet hours begin"))
        if ends is None and begins is not None and "quiet_until" not in self.errors:
            self.add_error("quiet_until", _("Enter when quiet hours end"))
        if begins is not None and begins == ends:
            self.add_error("quiet_until", _("Quiet hours end at another time than they begin"))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the service is asked for."""
        names = [f"reminder_{place}" for place in range(1, MOST_REMINDERS + 1)]
        chosen = [self.cleaned_data[name] for name in names]
        return {
            "reminders": [each for each in chosen if each is not None],
            **{
                name: self.cleaned_data[name]
                for name in ("follow_up_after", "quiet_from", "quiet_until", "texts")
            },
        }
