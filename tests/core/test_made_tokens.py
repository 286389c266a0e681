"""Links that are made anew whenever they are shown stay as they are when our secret is replaced."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import LazySettings

from bookings import display_links, invitee_links, private_addresses, waitlist_links
from bookings.models import Display, Invitee, PrivateLink, WaitlistEntry
from integrations import feed_links
from integrations.models import CalendarFeed
from payments.models import VoucherSale
from payments.selectors import links, vouchers
from tenants.models import Business

NONCE = "a-nonce"


def kinds() -> list[Callable[[], str]]:
    """What shows a link of each kind, of a row as it is stored now."""
    invitee, entry, screen, feed = (
        model(link_nonce=NONCE, token_hash=of.hash_of(of.token_from(NONCE)))
        for model, of in (
            (Invitee, invitee_links),
            (WaitlistEntry, waitlist_links),
            (Display, display_links),
            (CalendarFeed, feed_links),
        )
    )
    private = PrivateLink(
        link_nonce=NONCE,
        token_hash=private_addresses.hash_of_token(private_addresses.private_token(NONCE)),
    )
    buyer = vouchers.FOR_BUYER
    sale = VoucherSale(
        nonce=NONCE,
        token_hash=vouchers.hash_of(vouchers.token_of(NONCE)),
        buyer_hash=vouchers.hash_of(vouchers.token_of(NONCE, purpose=buyer), purpose=buyer),
    )
    to_pay_by = links.hash_of(links.token_of(NONCE))
    return [
        lambda: invitee_links.token_of(invitee),
        lambda: waitlist_links.token_of(entry),
        lambda: display_links.token_of(screen),
        lambda: feed_links.token_of(feed),
        lambda: private_addresses.token_of(private),
        lambda: vouchers.token_of_sale(sale),
        lambda: vouchers.token_of_sale(sale, for_buyer=True),
        lambda: links.token_of(NONCE, kept=to_pay_by),
    ]


def test_a_link_is_shown_as_it_was_made(business: Business, settings: LazySettings):
    made = kinds()
    before = [show() for show in made]

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-secret", [settings.SECRET_KEY]

    assert [show() for show in made] == before
    assert len(set(before)) == len(before)
    # Of what is made from now on nobody who has the old secret knows anything.
    assert not {show() for show in kinds()} & set(before)


def test_a_code_for_private_rooms_opens_them_as_before(business: Business, settings: LazySettings):
    kept = private_addresses.hash_of_code("Members 24")

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-secret", [settings.SECRET_KEY]

    assert kept in private_addresses.hashes_of_code("members24")
