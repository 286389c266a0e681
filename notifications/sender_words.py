"""How a domain's records stand, in words of whoever has to add them; and what to add, to be copied."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from notifications.domain.mail_records import Finding
from notifications.models import Sender


@dataclass(frozen=True, slots=True)
class Advice:
    """One record: what it is called, whether all is well, what to do; `record` is name and content to add."""

    title: str
    is_good: bool
    words: str
    record: tuple[str, str] | None = None


def advice_on(sender: Sender) -> list[Advice]:
    """What to tell of a sender's domain; nothing while nobody has looked."""
    return [_of_spf(sender), _of_dkim(sender), _of_dmarc(sender)] if sender.checked_at and sender.spf else []


def _of_spf(sender: Sender) -> Advice:
    ours = "" if sender.host else settings.MAIL_SPF
    include = f"include:{ours}" if ours else "include:…"
    whole = f"v=spf1 {include} ~all"
    words = {
        Finding.GOOD: _("It says who may send mails in your name."),
        Finding.MISSING: _("Add a TXT record, so that others believe mails in your name.")
        if ours
        else _("Add a TXT record. What stands for … your mail server’s help pages say, under SPF."),
        Finding.SEVERAL: _(
            "There are several, so none counts. Put what they include into one and delete the others."
        ),
        Finding.OPEN: _("It lets everybody send in your name. Put ~all at its end, in the place of +all."),
        Finding.NOT_OURS: _("Boom may not send in your name yet. Put %(include)s into it, before its end.")
        % {"include": include},
    }
    record = (sender.domain, whole) if sender.spf == Finding.MISSING else None
    return Advice("SPF", sender.spf == Finding.GOOD, words.get(Finding(sender.spf), ""), record)


def _of_dkim(sender: Sender) -> Advice:
    words = {
        Finding.GOOD: _("A key to sign mails with is there."),
        Finding.MISSING: _(
            "There is no key of this name. Your mail server’s help pages say which record to add, under DKIM."
        ),
        Finding.REVOKED: _("The key of this name was taken back. Have your mail server make another."),
        Finding.UNKNOWN: _(
            "None of the usual names has a key. If yours is called otherwise, enter its name below."
        ),
    }
    return Advice("DKIM", sender.dkim == Finding.GOOD, words.get(Finding(sender.dkim), ""))


def _of_dmarc(sender: Sender) -> Advice:
    words = {
        Finding.GOOD: _("It says what becomes of mails that only claim to be yours."),
        Finding.MISSING: _(
            "Add a TXT record: large mail services ask for one. This one only asks for reports."
        ),
        Finding.SEVERAL: _("There are several, so none counts. Delete all but one."),
    }
    value = f"v=DMARC1; p=none; rua=mailto:{sender.from_address}"
    record = (f"_dmarc.{sender.domain}", value) if sender.dmarc == Finding.MISSING else None
    return Advice("DMARC", sender.dmarc == Finding.GOOD, words.get(Finding(sender.dmarc), ""), record)
