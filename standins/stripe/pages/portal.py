"""The customer's own page: subscriptions to cancel or keep, cards, invoices, who they are."""

from __future__ import annotations

from standins.stripe import payment_methods, portal, subscription_changes, subscriptions
from standins.stripe.books import Books
from standins.stripe.cards import refused
from standins.stripe.customers import make_tax_id
from standins.stripe.errors import Refusal, unknown_object
from standins.stripe.invoices import collect_quietly
from standins.stripe.money import spoken
from standins.stripe.pages import html
from standins.stripe.pages.pay import method_from
from standins.stripe.pages.site import Page, Redirect, page
from standins.stripe.periods import date_of
from standins.stripe.store import Obj

ADDRESS = {
    "line1": "Address",
    "line2": "Address, continued",
    "postal_code": "Postal code",
    "city": "Town",
    "country": "Country (two letters)",
}


def _session(books: Books, token: str) -> Obj:
    found = books.find(f"portal:{token}")
    if found is None:
        raise unknown_object("portal page", token, in_path=True)
    session = books.get(portal.SESSION, found["session"])
    if session["_expires_at"] <= books.now:
        raise Refusal("This page has expired. Please open it again from where you came.", status=410)
    return session


@page("GET", "/portal/{account}/{token}")
def show(books: Books, typed: dict[str, str], token: str) -> Page:
    return _page(books, _session(books, token), token)


def _page(books: Books, session: Obj, token: str, said: str | None = None) -> Page:
    customer = books.get("customer", session["customer"])
    books.follow(customer)
    features = books.get(portal.CONFIGURATION, session["configuration"])["features"]
    action = f"/portal/{books.account}/{token}"
    kind = session["flow"]["type"] if session["flow"] and not session["_flow_is_done"] else None
    parts = [html.says(said)]
    if kind in (None, "subscription_cancel"):
        can_end = features["subscription_cancel"]["enabled"] or kind == "subscription_cancel"
        parts.append(_subscriptions(books, customer, action, can_end=can_end))
    if kind == "payment_method_update" or (kind is None and features["payment_method_update"]["enabled"]):
        parts.append(_cards(books, customer, action))
    if kind is None and features["invoice_history"]["enabled"]:
        parts.append(_invoices(books, customer))
    if kind is None and features["customer_update"]["enabled"]:
        fields = html.field("Name", "name", customer["name"] or "", required=False, maxlength="200")
        fields += html.field("E-mail", "email", customer["email"] or "", kind="email", maxlength="200")
        address = customer["address"] or {}
        for name, label in ADDRESS.items():
            fields += html.field(label, name, address.get(name) or "", required=False, maxlength="200")
        tax_ids = ", ".join(f"{entry['value']}" for entry in books.all("tax_id", customer=customer["id"]))
        fields += f"<p>Tax IDs: {html.text(tax_ids or 'none')}</p>" + html.tax_id_fields()
        parts.append(
            "<h2>Billing details</h2>"
            + html.form(action, fields, button="Save", name="do", value="details", quiet=True)
        )
    if session["return_url"]:
        parts.append(f'<a class="back" href="{html.text(session["return_url"])}">Back</a>')
    return Page(html.document("Billing", *parts), (_end_of_flow(session) or "", session["return_url"] or ""))


def _subscriptions(books: Books, customer: Obj, action: str, *, can_end: bool) -> str:
    rows = []
    for found in books.all(subscriptions.KIND, customer=customer["id"]):
        if found["status"] in subscriptions.ENDED:
            continue
        item = found["items"]["data"][0]
        product = (books.find(item["price"]["product"]) or {})["name"]
        price = spoken(item["price"]["unit_amount"] * item["quantity"], found["currency"])
        when = date_of(subscriptions.ends_at(found))
        is_ending = found["cancel_at"] is not None
        state = (
            f"ends {date_of(found['cancel_at'])}"
            if is_ending
            else f"{found['status'].replace('_', ' ')}, next {when}"
        )
        row = f"{html.text(product)}, {html.text(price)} a {item['price']['recurring']['interval']}: {html.text(state)}"
        key = f'<input type="hidden" name="subscription" value="{found["id"]}">'
        if is_ending:
            row += html.form(action, key, button="Keep it", name="do", value="keep", quiet=True)
        elif can_end:
            row += html.form(action, key, button="Cancel", name="do", value="cancel", quiet=True)
        rows.append(f"<li>{row}</li>")
    return f'<h2>Subscription</h2><ul class="rows">{"".join(rows) or "<li>None</li>"}</ul>'


def _cards(books: Books, customer: Obj, action: str) -> str:
    usual = customer["invoice_settings"]["default_payment_method"]
    rows = []
    for method in books.all("payment_method", customer=customer["id"]):
        card = method["card"]
        words = f"{card['brand']} ending in {card['last4']}, until {card['exp_month']:02d}/{card['exp_year']}"
        key = f'<input type="hidden" name="method" value="{method["id"]}">'
        row = html.text(words) + (" <strong>usual card</strong>" if method["id"] == usual else "")
        if method["id"] != usual:
            row += html.form(
                action, key, button="Make it the usual card", name="do", value="usual", quiet=True
            )
        rows.append(f"<li>{row}</li>")
    add = html.form(action, html.card_fields({}), button="Add card", name="do", value="card")
    return f'<h2>Cards</h2><ul class="rows">{"".join(rows) or "<li>None</li>"}</ul>{add}{html.card_list()}'


def _invoices(books: Books, customer: Obj) -> str:
    rows = [
        f'<li><a href="{html.text(found["hosted_invoice_url"])}">{html.text(found["number"])}</a>, '
        f"{date_of(found['created'])}: {html.text(spoken(found['total'], found['currency']))}, {found['status']}</li>"
        for found in books.all("invoice", customer=customer["id"])
        if found["number"]
    ]
    return f'<h2>Invoices</h2><ul class="rows">{"".join(rows) or "<li>None</li>"}</ul>'


@page("POST", "/portal/{account}/{token}")
def act(books: Books, typed: dict[str, str], token: str) -> Page | Redirect:
    session = _session(books, token)
    customer = books.get("customer", session["customer"])
    books.follow(customer)
    wish = ACTS.get(typed.get("do", ""))
    if wish is None:
        return _page(books, session, token, "This page does not know that.")
    try:
        with books.store.attempt():
            wish(books, session, customer, typed)
    except Refusal as refusal:
        return _page(books, session, token, str(refusal))
    session = books.get(portal.SESSION, session["id"])
    if session["flow"] and not session["_flow_is_done"]:
        session["_flow_is_done"] = True
        books.save(session)
        if end := _end_of_flow(session):
            return Redirect(end)
    return Redirect(f"/portal/{books.account}/{token}")


def _end_of_flow(session: Obj) -> str | None:
    redirect = (session["flow"] or {}).get("after_completion", {}).get("redirect")
    return str(redirect["return_url"]) if redirect else None


def _own(books: Books, customer: Obj, kind: str, key: str) -> Obj:
    found = books.get(kind, key)
    if found["customer"] != customer["id"]:
        raise unknown_object(kind, key)
    return found


def _cancel(books: Books, session: Obj, customer: Obj, typed: dict[str, str]) -> None:
    found = _own(books, customer, subscriptions.KIND, typed.get("subscription", ""))
    configuration = books.get(portal.CONFIGURATION, session["configuration"])
    if configuration["features"]["subscription_cancel"]["mode"] == "immediately":
        subscriptions.end(books, found, reason="cancellation_requested")
        return
    subscription_changes.ask_to_end(books, found, subscriptions.ends_at(found), at_period_end=True)
    books.save(found, event="customer.subscription.updated")


def _keep(books: Books, session: Obj, customer: Obj, typed: dict[str, str]) -> None:
    found = _own(books, customer, subscriptions.KIND, typed.get("subscription", ""))
    subscription_changes.ask_to_end(books, found, None, at_period_end=False)
    books.save(found, event="customer.subscription.updated")


def _add_card(books: Books, session: Obj, customer: Obj, typed: dict[str, str]) -> None:
    method = method_from(books, typed)
    card = payment_methods.behaviour(method)
    if card.declines and not card.can_be_saved:
        raise refused(*card.declines)
    # Whoever adds a card on this page has shown that it is theirs.
    method["_is_set_up"] = True
    books.save(method)
    _make_usual(books, customer, payment_methods.attach(books, method, customer))


def _usual(books: Books, session: Obj, customer: Obj, typed: dict[str, str]) -> None:
    _make_usual(books, customer, _own(books, customer, "payment_method", typed.get("method", "")))


def _make_usual(books: Books, customer: Obj, method: Obj) -> None:
    """The card for what comes, and for what could not be taken from the one before."""
    customer["invoice_settings"]["default_payment_method"] = method["id"]
    books.save(customer, event="customer.updated")
    for found in books.all(subscriptions.KIND, customer=customer["id"]):
        if found["status"] not in subscriptions.ENDED and found["default_payment_method"]:
            found["default_payment_method"] = method["id"]
            books.save(found, event="customer.subscription.updated")
    for invoice in books.all("invoice", customer=customer["id"], status="open"):
        collect_quietly(books, invoice, method, off_session=False)


def _details(books: Books, session: Obj, customer: Obj, typed: dict[str, str]) -> None:
    address = {name: typed.get(name) or None for name in ADDRESS}
    customer |= {"name": typed.get("name") or None, "email": typed.get("email") or None}
    if any(address.values()):
        customer["address"] = {"state": None, **address}
    books.save(customer, event="customer.updated")
    if value := typed.get("tax_id", "").strip():
        make_tax_id(books, customer, typed.get("tax_kind", ""), value)


ACTS = {
    "cancel": _cancel,
    "card": _add_card,
    "details": _details,
    "keep": _keep,
    "usual": _usual,
}
