"""In whose name a venue's mails go out, and by which server."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from bookings.models import Venue
from boom.core.fields import SealedField

# What passwords are sealed for (boom.core.sealing).
PURPOSE = "notifications.sender"
# A server that has refused for so long is done without: Boom's own sends, until it takes mails again.
DONE_WITHOUT_AFTER = timedelta(hours=1)
TRIED_AGAIN_AFTER = timedelta(minutes=15)


class Security(models.TextChoices):
    """How the line to a mail server is made safe; there is no way without."""

    STARTTLS = "starttls", _("STARTTLS (port 587)")
    TLS = "tls", _("TLS from the start (port 465)")


class Sender(models.Model):
    """A venue's own From address, and its own mail server where it has one (`host`).

    Nothing goes out under the address before `proven_at`: a code that Boom mailed there was entered. By a
    server of its own it goes out once that took a trial (`tried_at`); by Boom's once the domain lets it.
    """

    venue = models.OneToOneField(Venue, models.PROTECT, related_name="sender")
    from_name = models.CharField(max_length=80)
    from_address = models.CharField(max_length=320)
    reply_to = models.CharField(max_length=320, blank=True, default="")
    code_mac = models.CharField(max_length=64, blank=True, default="")
    code_sent_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    proven_at = models.DateTimeField(null=True)
    host = models.CharField(max_length=253, blank=True, default="")
    port = models.PositiveIntegerField(default=587)
    security = models.CharField(max_length=10, choices=Security, default=Security.STARTTLS)
    user = models.CharField(max_length=200, blank=True, default="")
    password_sealed = SealedField(purpose=PURPOSE, blank=True, default="")
    tried_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True, default="")
    # Since when its server takes nothing; when the team was told; until when it is left alone.
    failing_since = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    # How the domain's records stand (`Finding`), empty while nobody has looked.
    dkim_selector = models.CharField(max_length=63, blank=True, default="")
    spf = models.CharField(max_length=10, blank=True, default="")
    dkim = models.CharField(max_length=10, blank=True, default="")
    dmarc = models.CharField(max_length=10, blank=True, default="")
    checked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(security__in=sorted(Security)), name="sender_security_known"),
        ]

    def __str__(self) -> str:
        return f"{self.from_name} <{self.from_address}>"

    @property
    def domain(self) -> str:
        """What stands after the @ of its address."""
        return self.from_address.rpartition("@")[2].lower()

    def is_left_alone(self, now: datetime) -> bool:
        """Whether its server has refused for so long that Boom's sends instead at this moment."""
        return (
            self.failing_since is not None
            and now - self.failing_since >= DONE_WITHOUT_AFTER
            and self.rests_until is not None
            and now < self.rests_until
        )
