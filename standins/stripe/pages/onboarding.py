"""Connect's hosted onboarding: who the venue is, where its money goes, and the terms."""

from __future__ import annotations

from standins.stripe import accounts
from standins.stripe.books import PLATFORM, Books
from standins.stripe.errors import unknown_object
from standins.stripe.pages import html
from standins.stripe.pages.site import Page, Redirect, page
from standins.stripe.store import Obj

TEST_BANK_ACCOUNT = "000123456789"
KINDS = (("individual", "Individual"), ("company", "Company"), ("non_profit", "Non-profit"))
ENDS = (
    ("done", "Everything is in order"),
    ("document", "Ask for a document later: charges yes, payouts not yet"),
    ("later", "Leave without the bank account"),
)


def _link(books: Books, connected: str, token: str) -> tuple[Obj, Obj]:
    """The account and its link. Raises for an account or a link that never was."""
    found = books.of(PLATFORM).find(connected)
    link = (found or {}).get("_links", {}).get(token)
    if found is None or link is None:
        raise unknown_object("onboarding page", token, in_path=True)
    return found, link


@page("GET", "/onboarding/{connected}/{token}")
def show(books: Books, typed: dict[str, str], connected: str, token: str) -> Page | Redirect:
    """A link opens once and for five minutes; after that Stripe leads to the address that makes another."""
    account, link = _link(books, connected, token)
    if link["expires_at"] <= books.now or link.get("is_used"):
        return Redirect(link["refresh_url"])
    return _page(account, link, token)


def _page(account: Obj, link: Obj, token: str, said: str | None = None) -> Page:
    profile = account["business_profile"]
    due = "".join(f"<li>{html.text(name)}</li>" for name in account["requirements"]["currently_due"])
    fields = (
        html.field("Business name", "name", profile["name"] or "", maxlength="200"),
        html.field("Website", "url", profile["url"] or "", kind="url", maxlength="300"),
        html.choice("Kind of business", "business_type", KINDS, account["business_type"] or "company"),
        html.field("First name", "first_name", "Ada", maxlength="100"),
        html.field("Last name", "last_name", "Example", maxlength="100"),
        html.field("Date of birth", "born", "1990-01-01", hint="Year-month-day", maxlength="10"),
        html.field(
            "Bank account",
            "bank",
            TEST_BANK_ACCOUNT,
            hint="Stripe's test account",
            required=False,
            maxlength="34",
        ),
        '<label><input type="checkbox" name="terms" value="yes" checked> I accept the terms (of a test)</label>',
        html.choice("How this ends", "end", ENDS, "done"),
    )
    action = f"/onboarding/{account['id']}/{token}"
    return Page(
        html.document(
            "Take payments",
            html.says(said),
            f"<p>Account {html.text(account['id'])}. Still asked for:</p><ul>{due}</ul>" if due else "",
            html.form(action, *fields, button="Submit"),
            f'<a class="back" href="{html.text(link["return_url"])}">Save for later and go back</a>',
        ),
        (link["return_url"], link["refresh_url"]),
    )


@page("POST", "/onboarding/{connected}/{token}")
def submit(books: Books, typed: dict[str, str], connected: str, token: str) -> Page | Redirect:
    account, link = _link(books, connected, token)
    if link["expires_at"] <= books.now or link.get("is_used"):
        return Redirect(link["refresh_url"])
    bank = "".join(typed.get("bank", "").split())
    end = typed.get("end", "done")
    if end == "later":
        bank = ""
    elif not bank.isalnum():
        return _page(account, link, token, "Please type a bank account.")
    if end == "document" and accounts.DOCUMENT not in account["_asked"]:
        account["_asked"].append(accounts.DOCUMENT)
    link["is_used"] = True
    answers = {
        "business_profile.name": typed.get("name", ""),
        "business_profile.url": typed.get("url", ""),
        "business_type": typed.get("business_type", ""),
        "representative.first_name": typed.get("first_name", ""),
        "representative.last_name": typed.get("last_name", ""),
        "representative.dob": typed.get("born", ""),
        "tos_acceptance.date": typed.get("terms", ""),
    }
    # A document asked for before is there now.
    if end == "done" and accounts.DOCUMENT in account["_asked"]:
        answers[accounts.DOCUMENT] = "shown"
    accounts.answer(books, account, answers=answers, bank=bank or None)
    return Redirect(link["return_url"])


@page("GET", "/express/{connected}")
def dashboard(books: Books, typed: dict[str, str], connected: str) -> Page:
    """The account's own page at Stripe."""
    account = books.of(PLATFORM).get("account", connected, in_path=True)
    rows = [
        ("Charges", "enabled" if account["charges_enabled"] else "not yet"),
        ("Payouts", "enabled" if account["payouts_enabled"] else "not yet"),
    ]
    return Page(html.document(account["business_profile"]["name"] or connected, html.amounts(rows)))
