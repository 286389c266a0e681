"""What a booking keeps of how it was priced: what was chosen beside room, time and party, and what it claims.

Kept as JSON in the booking's own row. The database reads `promo`, `voucher`, `voucher_minor` and `stock`
there (sql/bookings_keep_claims.sql), and `pack`, `pack_minutes`, `pack_kept`
(sql/bookings_keep_packs_of_no_shows.sql).
What says nothing is left out, so that a plain booking keeps nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bookings.domain.pricing.changes import Kind, Size
from bookings.domain.pricing.quotes import Quote
from bookings.domain.pricing.wanted import Agreed, StaffDiscount


class Price(StrEnum):
    """What becomes of an agreed price when its booking changes.

    USUAL: it stays, and a new length is paid for. KEEP: it stays whatever changes. NEW: by the rules in
    force.
    """

    USUAL = "usual"
    KEEP = "keep"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Terms:
    """What was chosen. Ids of rows; `add_ons` and `classes` are (id, how many)."""

    package_id: int | None = None
    add_ons: tuple[tuple[int, int], ...] = ()
    classes: tuple[tuple[int, int], ...] = ()
    customer_class: int | None = None
    promo_id: int | None = None
    voucher_id: int | None = None
    pack_id: int | None = None
    agreed: Agreed | None = None
    discount: StaffDiscount | None = None

    def as_json(self, quote: Quote, *, heads: int) -> dict[str, Any]:
        """As a booking of so many people keeps them, with what `quote` made of them."""
        is_promo_given = any(line.code == "promo" for line in quote.lines)
        kept: dict[str, Any] = {
            "package": self.package_id,
            "add_ons": [list(each) for each in self.add_ons],
            "classes": [list(each) for each in self.classes],
            "class": self.customer_class,
            "promo": self.promo_id if is_promo_given else None,
            "voucher": self.voucher_id if quote.voucher else None,
            "voucher_minor": quote.voucher.minor if quote.voucher else None,
            "pack": self.pack_id if quote.pack_minutes else None,
            "pack_minutes": quote.pack_minutes or None,
            "stock": [list(each) for each in self.stock(quote, heads=heads)],
            "deposit_minor": quote.deposit.minor if quote.deposit else None,
            "deposit_rule": quote.deposit_rule,
            "price_list": quote.price_list,
        }
        if self.agreed:
            kept["agreed"] = [self.agreed.amount_minor, self.agreed.reason]
        if self.discount:
            kept["discount"] = [self.discount.size.kind, self.discount.size.value, self.discount.reason]
        return {name: value for name, value in kept.items() if value not in (None, "", [])}

    def stock(self, quote: Quote, *, heads: int) -> list[tuple[int, int]]:
        """How many of which add-on are out while the booking lasts, those of its package with them, by id."""
        chosen = dict(self.add_ons)
        taken: dict[int, int] = {}
        for line in quote.lines:
            if line.item is None or line.code not in {"add-on", "included"}:
                continue
            count = int(line.quantity) if line.code == "included" else chosen.get(line.item, 1)
            if line.unit.startswith("person"):
                count *= heads
            taken[line.item] = taken.get(line.item, 0) + count
        return sorted(taken.items())

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Terms":
        """What a booking has kept."""
        agreed, discount = kept.get("agreed"), kept.get("discount")
        return cls(
            package_id=kept.get("package"),
            add_ons=_pairs(kept.get("add_ons", ())),
            classes=_pairs(kept.get("classes", ())),
            customer_class=kept.get("class"),
            promo_id=kept.get("promo"),
            voucher_id=kept.get("voucher"),
            pack_id=kept.get("pack"),
            agreed=Agreed(agreed[0], agreed[1]) if agreed else None,
            discount=StaffDiscount(Size(Kind(discount[0]), discount[1]), discount[2]) if discount else None,
        )


def _pairs(kept: Any) -> tuple[tuple[int, int], ...]:
    return tuple((key, count) for key, count in kept)


PLAIN = Terms()
