"""What a plan may switch on or off. Only what exists is shown to anybody; the rest waits under its name."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Feature(StrEnum):
    """A part of Boom that some plans have and others do not."""

    ADVANCED_CALENDAR = "advanced_calendar"
    ANALYTICS = "analytics"
    SMS = "sms"
    CUSTOM_INTEGRATIONS = "custom_integrations"
    WHITE_LABEL = "white_label"
    # Names for what later releases bring, so that plans can be set up before. Nothing asks for them yet, and
    # no page shows them (`BUILT`).
    AI_SUGGESTIONS = "ai_suggestions"
    ADVANCED_AI = "advanced_ai"


# What is there today: its switch does something, and the price list may name it.
BUILT: dict[Feature, str] = {
    Feature.ADVANCED_CALENDAR: "Month and floor views of the calendar",
    Feature.ANALYTICS: "Figures on cancellations, ratings and where bookings come from",
    Feature.SMS: "Text messages to guests",
    Feature.CUSTOM_INTEGRATIONS: "Webhooks, for Zapier, Make and programs of your own",
    Feature.WHITE_LABEL: "Mails from your own address, by your own mail server",
}


def unknown_features(codes: Iterable[object]) -> list[str]:
    """Which of these are no feature's code."""
    known = {feature.value for feature in Feature}
    return [str(code) for code in codes if code not in known]


def shown_features(codes: Iterable[str]) -> list[tuple[Feature, str]]:
    """Those a person may be told of, each with its words, in the order of `BUILT`."""
    wanted = set(codes)
    return [(feature, words) for feature, words in BUILT.items() if feature.value in wanted]
