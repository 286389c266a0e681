"""Gift vouchers sold online: whether a venue sells any, a sale by its link, those to list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.urls import reverse

from accounts.venue_scope import Place, may_see_place
from bookings.models import Venue
from boom.core.ids import token_hash
from boom.core.made_tokens import made_token
from boom.core.money import Money
from payments.errors import VoucherSaleUnknown
from payments.models import Document, PaymentState, Refund, RefundState, VoucherSale, VoucherShop
from payments.selectors.upfront import charging_account

PURPOSE, FOR_BUYER = "gift-voucher", "gift-voucher-buyer"
PAGE = 50
# A form that was begun and not paid is no offer for ever.
CAN_BE_PAID_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SaleShown:
    """A sale as pages show it. `is_buyer`: by the link of whoever paid, who sees documents, too."""

    sale: VoucherSale
    token: str
    is_buyer: bool = False

    @property
    def worth(self) -> Money:
        return Money(self.sale.amount_minor, self.sale.currency)

    @property
    def left(self) -> Money:
        """What can still be spent of it; needs the voucher loaded."""
        voucher = self.sale.voucher
        is_good = voucher is not None and voucher.state == "active"
        return Money(voucher.balance_minor if voucher is not None and is_good else 0, self.sale.currency)

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        voucher = self.sale.voucher
        return voucher is not None and voucher.expires_on is not None and voucher.expires_on < today

    def can_be_paid(self, now: datetime) -> bool:
        """Whether it still waits for its payment."""
        return self.sale.voucher_id is None and now < self.sale.begun_at + CAN_BE_PAID_FOR


def shop_of(venue: Venue) -> VoucherShop:
    """How a venue sells vouchers; it sells none while there is no row."""
    return VoucherShop.objects.filter(venue=venue).first() or VoucherShop(venue=venue)


def open_shop(venue: Venue) -> VoucherShop | None:
    """How a venue sells vouchers now: None where it sells none, or no cards can be charged. Two queries."""
    shop = VoucherShop.objects.filter(venue=venue, is_open=True).first()
    return shop if shop is not None and charging_account(venue.currency) is not None else None


def token_of(nonce: str, *, purpose: str = PURPOSE) -> str:
    """The link to a new sale: 256 bits that only somebody with the installation's secret key can make."""
    return made_token(f"boom.{purpose}", nonce)


def token_of_sale(sale: VoucherSale, *, for_buyer: bool = False) -> str:
    """The link to a sale as it was made, also after the installation's secret key was replaced."""
    purpose, kept = (FOR_BUYER, sale.buyer_hash) if for_buyer else (PURPOSE, sale.token_hash)
    return made_token(
        f"boom.{purpose}", sale.nonce, is_kept=lambda token: hash_of(token, purpose=purpose) == kept
    )


def hash_of(token: str, *, purpose: str = PURPOSE) -> str:
    return token_hash(token, purpose=purpose)


def path_of(sale: VoucherSale, *, for_buyer: bool = False) -> str:
    """Where a sale's link leads, on the venue's host."""
    return reverse("payments:voucher", args=[token_of_sale(sale, for_buyer=for_buyer)])


def sale_called(token: str) -> SaleShown:
    """The sale a link is of, with venue and voucher. Raises VoucherSaleUnknown."""
    buyer = hash_of(token, purpose=FOR_BUYER)
    rows = VoucherSale.objects.select_related("venue", "voucher")
    sale = rows.filter(Q(token_hash=hash_of(token)) | Q(buyer_hash=buyer)).first()
    if sale is None or (sale.buyer_hash != buyer and sale.voucher_id is None):
        raise VoucherSaleUnknown
    return SaleShown(sale, token, is_buyer=sale.buyer_hash == buyer)


def documents_of_sale(sale: VoucherSale) -> list[Document]:
    """What was issued for it, the oldest first."""
    return list(Document.objects.filter(voucher_sale=sale).order_by("id"))


def given_back_of(sale: VoucherSale) -> tuple[Money, Money]:
    """What of it is with its buyer again, and what is on its way there."""
    done, under_way = 0, 0
    for refund in Refund.objects.filter(voucher_sale=sale):
        done += refund.amount_minor if refund.state == RefundState.DONE else 0
        under_way += refund.amount_minor if refund.state == RefundState.PENDING else 0
    return Money(done, sale.currency), Money(under_way, sale.currency)


def sales_page(venue: Venue, number: str) -> Page[VoucherSale]:
    """One page of what a venue has sold, the newest first, with voucher and what went back."""
    rows = VoucherSale.objects.filter(venue=venue, voucher__isnull=False).select_related("voucher")
    rows = rows.prefetch_related("refunds").order_by("-sold_at", "-id")
    return Paginator(rows, PAGE).get_page(number)


def sale_for_staff(sale_id: int) -> VoucherSale:
    """A sale at a venue that whoever asks looks after. Raises VoucherSaleUnknown."""
    sale = VoucherSale.objects.select_related("venue", "voucher").filter(pk=sale_id).first()
    if sale is None or not may_see_place(Place(sale.venue_id)):
        raise VoucherSaleUnknown
    return sale


def is_paid(sale: VoucherSale) -> bool:
    """Whether it was paid for, whatever went back since."""
    return sale.payments.filter(state=PaymentState.TAKEN).exists()
