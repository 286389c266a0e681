"""What goes into a price beside room, time and party: package, add-ons, codes; what staff agree on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.domain.pricing import Agreed, RuleSet, StaffDiscount
from bookings.domain.pricing.changes import Kind, Size
from bookings.domain.pricing.extras import AddOn, Each, Package
from bookings.domain.pricing.quotes import Problem
from bookings.domain.pricing.scope import Occasion
from bookings.domain.pricing.terms import PLAIN, Terms
from bookings.forms.setup_fields import PriceField
from bookings.models import GiftVoucher, HourPack, PromoCode
from bookings.price_words import add_on_words
from bookings.selectors.prices import code_called
from boom.core import text
from boom.core.money import Money

LONGEST_CODE = 40
MOST_OF_A_KIND = 999


class ExtrasForm(forms.Form):
    """The choices that a venue's rules give for a room, night and party; cleans to `Terms`.

    `online`: what customers are shown; `packs`: the prepaid hours whoever books could pay with. A venue
    without extras and codes has no fields at all.
    """

    promo = forms.CharField(label=_("Promo code"), max_length=LONGEST_CODE, required=False)
    voucher = forms.CharField(label=_("Gift voucher"), max_length=LONGEST_CODE, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        venue_id: int,
        rules: RuleSet,
        occasion: Occasion | None,
        online: bool,
        terms: Terms = PLAIN,
        packs: Sequence[HourPack] = (),
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.venue_id, self.rules, self.kept, self.packs = venue_id, rules, terms, packs
        self.add_ons = [each for each in rules.add_ons if _is_offered(each, occasion, online=online)]
        self.packages = [each for each in rules.packages if _is_offered(each, occasion, online=online)]
        for name in ("promo", "voucher"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters"}
        self.kinds = [
            each for each in rules.customer_classes if not online or each[0] in rules.online_classes
        ]
        for key, name in self.kinds:
            self.fields[_kind_name(key)] = forms.IntegerField(
                label=name,
                min_value=0,
                max_value=MOST_OF_A_KIND,
                required=False,
                initial=dict(terms.classes).get(key, 0),
            )
        chosen = dict(terms.add_ons)
        for add_on in self.add_ons:
            self.fields[_name(add_on)] = _field(add_on, chosen.get(add_on.id, 0), rules.currency)
        if self.packages:
            self.fields["package"] = forms.ChoiceField(
                label=gettext("Package"),
                choices=[("", gettext("No package")), *((str(each.id), each.name) for each in self.packages)],
                required=False,
                initial=str(terms.package_id or ""),
            )
        if packs:
            self.fields["pack"] = forms.ChoiceField(
                label=gettext("Pay with prepaid hours"),
                choices=[("", gettext("None")), *((str(pack.pk), _pack_words(pack)) for pack in packs)],
                required=False,
                initial=str(terms.pack_id or ""),
            )
        if terms.promo_id:
            known = PromoCode.objects.filter(pk=terms.promo_id).values_list("code", flat=True).first()
            self.fields["promo"].initial = known
        if terms.voucher_id:
            code = GiftVoucher.objects.filter(pk=terms.voucher_id).values_list("code", flat=True).first()
            self.fields["voucher"].initial = code

    @property
    def pieces(self) -> list[BoundField]:
        """The fields of the add-ons, in the owner's order."""
        return [self[_name(add_on)] for add_on in self.add_ons]

    @property
    def kind_fields(self) -> list[BoundField]:
        """How many of the party are of which kind, in the owner's order; the others pay as everybody does."""
        return [self[_kind_name(key)] for key, _ in self.kinds]

    @property
    def has_choices(self) -> bool:
        """Whether there is anything here to choose or type."""
        return bool(self.packages or self.add_ons or self.kinds or self.packs or self.rules.has_codes)

    @property
    def package_cards(self) -> list[dict[str, Any]]:
        """The packages as cards to choose from, "none" first."""
        value = str(self["package"].value() or "") if self.packages else ""
        cards = [
            {"value": "", "title": gettext("No package"), "detail": "", "price": "", "checked": not value}
        ]
        for each in self.packages:
            price = Money(each.price_minor, self.rules.currency)
            cards.append(
                {
                    "value": str(each.id),
                    "title": each.name,
                    "detail": each.description or _package_words(each),
                    "price": text.price(price),
                    "checked": value == str(each.id),
                }
            )
        return cards

    @property
    def has_code(self) -> bool:
        """Whether the fold with the codes is to be open."""
        return any(self[name].value() or self[name].errors for name in ("promo", "voucher"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, kind in (("promo", PromoCode), ("voucher", GiftVoucher)):
            typed = cleaned.get(name, "")
            found = code_called(self.venue_id, typed) if typed else None
            if found is not None and not isinstance(found, kind):
                # Typed into the other field: what it is says itself.
                cleaned[f"{'voucher' if name == 'promo' else 'promo'}_id"] = found.pk
                continue
            if typed and found is None:
                self.add_error(name, gettext("We do not know this code. Check how it is written."))
            cleaned.setdefault(f"{name}_id", found.pk if found else None)
        return cleaned

    def terms(self) -> Terms:
        """What was chosen. Only of a valid form; what it has no field for stays as it was kept."""
        cleaned = self.cleaned_data
        counts = ((each.id, int(cleaned.get(_name(each)) or 0)) for each in self.add_ons)
        return Terms(
            package_id=int(cleaned["package"]) if cleaned.get("package") else None,
            add_ons=tuple((key, count) for key, count in counts if count),
            classes=self._classes(),
            customer_class=self.kept.customer_class,
            promo_id=cleaned.get("promo_id"),
            voucher_id=cleaned.get("voucher_id"),
            pack_id=(int(cleaned.get("pack") or 0) or None) if self.packs else self.kept.pack_id,
            agreed=self.kept.agreed,
            discount=self.kept.discount,
        )

    def _classes(self) -> tuple[tuple[int, int], ...]:
        """The kinds that were counted, and those kept that this form does not ask for."""
        asked = {key for key, _ in self.kinds}
        kept = [(key, count) for key, count in self.kept.classes if key not in asked]
        counts = [(key, int(self.cleaned_data.get(_kind_name(key)) or 0)) for key, _ in self.kinds]
        return tuple(kept + [(key, count) for key, count in counts if count])

    def say(self, problems: list[Problem]) -> None:
        """Show why something cannot be had beside its field."""
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)


class StaffExtrasForm(ExtrasForm):
    """The same for staff, who also say what kind of customer it is and what they agreed on."""

    customer_class = forms.ChoiceField(label=_("Kind of customer"), required=False)
    off_percent = forms.IntegerField(label=_("Percent off"), min_value=1, max_value=100, required=False)
    price_reason = forms.CharField(
        label=_("Why this price"), max_length=200, required=False, help_text=_("It stays on the record.")
    )

    def __init__(self, *args: Any, may_agree: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.may_agree = may_agree
        kept = self.kept
        self.classes = [(str(key), name) for key, name in self.rules.customer_classes]
        self.fields["customer_class"].choices = [("", gettext("Anybody")), *self.classes]  # type: ignore[attr-defined]
        self.fields["customer_class"].initial = str(kept.customer_class or "")
        self.fields["agreed"] = PriceField(
            currency=self.rules.currency,
            label=gettext("Agreed price for all of it (%(currency)s)") % {"currency": self.rules.currency},
            required=False,
            initial=kept.agreed.amount_minor if kept.agreed else None,
        )
        if kept.discount and kept.discount.size.kind == Kind.PERCENT:
            self.fields["off_percent"].initial = kept.discount.size.value // 1000
        reason = kept.agreed or kept.discount
        self.fields["price_reason"].initial = reason.reason if reason else ""

    @property
    def has_agreement(self) -> bool:
        """Whether the fold with the agreed price is to be open."""
        names = ("agreed", "off_percent", "price_reason")
        return any(self[name].value() or self[name].errors for name in names)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        agreed, off = cleaned.get("agreed"), cleaned.get("off_percent")
        if agreed is not None and off:
            self.add_error("off_percent", gettext("Give a price or a percentage, not both."))
        if (agreed is not None or off) and not cleaned.get("price_reason", "").strip():
            self.add_error("price_reason", gettext("Say why, for the record."))
        return cleaned

    def terms(self) -> Terms:
        chosen, cleaned = super().terms(), self.cleaned_data
        reason = cleaned.get("price_reason", "").strip()
        agreed, off = chosen.agreed, chosen.discount
        if self.may_agree:
            minor, percent = cleaned.get("agreed"), cleaned.get("off_percent")
            agreed = Agreed(minor, reason) if minor is not None else None
            off = StaffDiscount(Size(Kind.PERCENT, percent * 1000), reason) if percent else None
        typed = cleaned.get("customer_class")
        return Terms(
            package_id=chosen.package_id,
            add_ons=chosen.add_ons,
            classes=chosen.classes,
            customer_class=int(typed) if typed else None,
            promo_id=chosen.promo_id,
            voucher_id=chosen.voucher_id,
            pack_id=chosen.pack_id,
            agreed=agreed,
            discount=off,
        )


def _name(add_on: AddOn) -> str:
    return f"add_on_{add_on.id}"


def _kind_name(class_id: int) -> str:
    return f"class_{class_id}"


def _is_offered(thing: AddOn | Package, occasion: Occasion | None, *, online: bool) -> bool:
    """Whether it is shown: customers see what is for them, of their room, night and party."""
    if online and not thing.is_online:
        return False
    return occasion is None or thing.scope.covers(occasion)


def _field(add_on: AddOn, count: int, currency: str) -> forms.Field:
    words = add_on_words(add_on, currency)
    label = gettext("%(name)s, %(price)s") % {"name": add_on.name, "price": words}
    if add_on.each != Each.PIECE:
        return forms.BooleanField(label=label, required=False, initial=bool(count))
    return forms.IntegerField(
        label=label,
        help_text=add_on.description,
        min_value=0,
        max_value=add_on.most,
        required=False,
        initial=count,
    )


def _pack_words(pack: HourPack) -> str:
    left = {"name": pack.name, "left": text.duration(pack.minutes_left)}
    return gettext("%(name)s, %(left)s left") % left


def _package_words(package: Package) -> str:
    length = gettext("Till we close") if package.till_close else text.duration(package.minutes)
    if not package.heads_included:
        return length
    return gettext("%(length)s, %(count)s people") % {"length": length, "count": package.heads_included}
