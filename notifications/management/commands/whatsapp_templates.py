"""`manage.py whatsapp_templates`: make WhatsApp's templates at Twilio, or say how their approval stands."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from notifications.errors import TextServiceAway
from notifications.providers import templates
from notifications.whatsapp import WORDS, body_of, places_of

# What Meta's people see in the places.
SAMPLES = {
    "businessName": "Velvet Rooms",
    "when": "Saturday 21 November 2026, 20:00 to 22:00",
    "roomName": "Ruby",
    "link": "https://velvet.example.com/booked/abc/",
}


class Command(BaseCommand):
    help = "Say how the approval of WhatsApp's templates stands; with --make hand in those that are missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--make", action="store_true", help="make and hand in what is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.SMS_IS_STANDIN:
            raise CommandError("Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN first.")
        known = dict(settings.WHATSAPP_TEMPLATES)
        try:
            if options["make"]:
                for kind in sorted(WORDS.keys() - known.keys()):
                    known[kind] = _make(kind)
                self.stdout.write(f"TWILIO_WHATSAPP_TEMPLATES='{json.dumps(known)}'")
            for kind, sid in sorted(known.items()):
                self.stdout.write(f"{kind} {sid} {templates.status_of(sid)}")
        except TextServiceAway as error:
            raise CommandError(error.message) from error


def _make(kind: str) -> str:
    samples = {str(place): SAMPLES[name] for place, name in enumerate(places_of(kind), start=1)}
    return templates.make(name=f"boom_{kind.replace('.', '_')}", body=body_of(kind), samples=samples)
