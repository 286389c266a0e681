"""The checkout page, and the bank's question after it (3-D Secure)."""

from __future__ import annotations

import re

from standins.stripe import checkout_payment, discounts, payment_intents, payment_methods, setup_intents
from standins.stripe.books import Books
from standins.stripe.cards import card_of
from standins.stripe.errors import Refusal, unknown_object
from standins.stripe.money import spoken
from standins.stripe.pages import html
from standins.stripe.pages.site import Page, Redirect, page
from standins.stripe.periods import date_of
from standins.stripe.store import Obj

PLACEHOLDER = "{CHECKOUT_SESSION_ID}"
BUTTONS = {"payment": "Pay", "setup": "Save card", "subscription": "Subscribe"}


def success_url(session: Obj) -> str:
    return str(session["success_url"]).replace(PLACEHOLDER, session["id"])


def session_of(books: Books, key: str) -> Obj:
    found = books.find(key)
    if found is None or found["object"] != checkout_payment.KIND:
        raise unknown_object("checkout page", key, in_path=True)
    return found


@page("GET", "/pay/{account}/{session}")
def show(books: Books, typed: dict[str, str], session: str) -> Page | Redirect:
    found = session_of(books, session)
    if found["status"] == "complete":
        return Redirect(success_url(found))
    return _page(books, found, {})


def _page(books: Books, session: Obj, typed: dict[str, str], said: str | None = None) -> Page:
    if session["status"] == "expired":
        back = _back(session)
        return Page(
            html.document("This page has expired", "<p>Nothing was charged. Please start again.</p>", back),
            status=410,
        )
    action = f"/pay/{books.account}/{session['id']}"
    parts = [html.says(said or session["_says"]), _sum(books, session)]
    if session["allow_promotion_codes"] and not session["_coupons"]:
        code = html.field("Promotion code", "promotion_code", required=False, maxlength="60")
        parts.append(html.form(action, code, button="Apply code", name="do", value="code", quiet=True))
    fields = ""
    if not session["customer"] or not books.get("customer", session["customer"])["email"]:
        email = typed.get("email", session["customer_email"] or "")
        fields += html.field("E-mail", "email", email, kind="email", maxlength="200")
    fields += html.field("Name on card", "name", typed.get("name", ""), required=False, maxlength="200")
    if session.get("tax_id_collection", {}).get("enabled"):
        fields += html.tax_id_fields()
    if checkout_payment.needs_card(session):
        fields += html.card_fields(typed)
    word = BUTTONS[session["mode"]]
    if checkout_payment.is_trial(session):
        word = "Start trial"
    if session["amount_total"]:
        word = f"{word} {spoken(session['amount_total'], session['currency'])}"
    parts += [
        html.form(action, fields, button=word, name="do", value="pay"),
        _back(session),
        html.card_list(),
    ]
    title = {"payment": "Pay", "setup": "Save a card", "subscription": "Subscribe"}[session["mode"]]
    return Page(html.document(title, *parts), (session["success_url"], session["cancel_url"] or ""))


def _sum(books: Books, session: Obj) -> str:
    if session["mode"] == "setup":
        return "<p>The card is kept for later. Nothing is charged now.</p>"
    rows = [
        (f"{line['quantity']} × {line['description']}", spoken(line["amount_subtotal"], line["currency"]))
        for line in checkout_payment.lines(books, session)
    ]
    if off := session["total_details"]["amount_discount"]:
        rows.append(("Discount", f"−{spoken(off, session['currency'])}"))
    shown = html.amounts(rows, ("Due now", spoken(session["amount_total"], session["currency"])))
    if checkout_payment.is_trial(session):
        shown += f"<p>Free until {date_of(session['_data']['trial_end'])}.</p>"
    return shown


def _back(session: Obj) -> str:
    if not session["cancel_url"]:
        return ""
    return f'<a class="back" href="{html.text(session["cancel_url"])}">Back without paying</a>'


@page("POST", "/pay/{account}/{session}")
def submit(books: Books, typed: dict[str, str], session: str) -> Page | Redirect:
    found = session_of(books, session)
    if found["status"] == "complete":
        return Redirect(success_url(found))
    if found["status"] == "expired":
        return _page(books, found, typed)
    try:
        with books.store.attempt():
            if typed.get("do") == "code":
                return _apply_code(books, found, typed)
            kept: Refusal | None = None
            try:
                after = _pay(books, found, typed)
            except Refusal as refusal:
                if not refusal.keeps:
                    raise
                kept = refusal
    except Refusal as refusal:
        return _page(books, found, typed, str(refusal))
    if kept is not None:
        return _page(books, session_of(books, session), typed, str(kept))
    if after["status"] == "complete":
        return Redirect(success_url(after))
    intent = _waiting_intent(books, after)
    return Redirect(intent["next_action"]["redirect_to_url"]["url"])


def _apply_code(books: Books, session: Obj, typed: dict[str, str]) -> Page:
    customer = books.find(session["customer"])
    code = discounts.find_code(
        books, typed.get("promotion_code", ""), amount=session["amount_subtotal"] or 0, customer=customer
    )
    session["_coupons"] = [[code["promotion"]["coupon"], code["id"]]]
    checkout_payment.add_up(books, session)
    books.save(session)
    return _page(books, session, typed)


def _pay(books: Books, session: Obj, typed: dict[str, str]) -> Obj:
    method = None
    if checkout_payment.needs_card(session):
        method = method_from(books, typed)
    email, name = typed.get("email", "").strip() or None, typed.get("name", "").strip() or None
    tax_id = (typed.get("tax_kind", ""), typed["tax_id"].strip()) if typed.get("tax_id", "").strip() else None
    return checkout_payment.submit(books, session, method, email=email, name=name, tax_id=tax_id)


def method_from(books: Books, typed: dict[str, str]) -> Obj:
    """The card somebody typed. Raises with what to tell them."""
    card = card_of(typed.get("number", ""))
    expires = re.fullmatch(r"\s*(\d{1,2})\s*/?\s*(?:20)?(\d{2})\s*", typed.get("expires", ""))
    if expires is None or not 1 <= int(expires[1]) <= 12:
        raise Refusal("Please type when the card expires, as in 12 / 34.")
    method = payment_methods.make(books, card, expires=(int(expires[1]), 2000 + int(expires[2])))
    method["billing_details"] |= {"email": typed.get("email") or None, "name": typed.get("name") or None}
    return books.save(method)


def _waiting_intent(books: Books, session: Obj) -> Obj:
    key = session["payment_intent"] or session["setup_intent"]
    if session["mode"] == "subscription":
        key = books.get("invoice", session["invoice"])["_intent"]
    intent = books.find(key)
    if intent is None or not intent["next_action"]:
        raise Refusal("This payment is waiting for something that this page does not know.")
    return intent


# ---- 3-D Secure


def _intent_of(books: Books, key: str) -> Obj:
    found = books.find(key)
    if found is None or found["object"] not in ("payment_intent", "setup_intent"):
        raise unknown_object("question", key, in_path=True)
    return found


@page("GET", "/authenticate/{account}/{intent}")
def ask(books: Books, typed: dict[str, str], intent: str) -> Page | Redirect:
    found = _intent_of(books, intent)
    if found["status"] != "requires_action":
        return Redirect(after_question(books, found))
    what = (
        f"a payment of {spoken(found['amount'], found['currency'])}"
        if "amount" in found
        else "keeping your card"
    )
    action = f"/authenticate/{books.account}/{intent}"
    parts = (
        f"<p>Your bank asks whether {html.text(what)} is really yours.</p>",
        html.form(action, button="Yes, complete", name="do", value="pass"),
        html.form(action, button="No, fail", name="do", value="fail", quiet=True),
    )
    session = books.find(found.get("_session")) or {"success_url": ""}
    return Page(html.document("3-D Secure", *parts), (after_question(books, found), session["success_url"]))


@page("POST", "/authenticate/{account}/{intent}")
def answer(books: Books, typed: dict[str, str], intent: str) -> Redirect:
    found = _intent_of(books, intent)
    noun = payment_intents if found["object"] == "payment_intent" else setup_intents
    try:
        noun.answer_authentication(books, found, is_passed=typed.get("do") == "pass")
    except Refusal as refusal:
        if not refusal.keeps:
            raise
    return Redirect(after_question(books, _intent_of(books, intent)))


def after_question(books: Books, intent: Obj) -> str:
    """Where the person goes: the session's success page, back to its pay page, or the return_url given."""
    session = books.find(intent.get("_session"))
    if session is not None:
        return success_url(session) if session["status"] == "complete" else _session_page(books, session)
    url = intent["_return_url"] or f"{books.house.public_url}/done"
    result = "succeeded" if intent["status"] in ("succeeded", "requires_capture") else "failed"
    joint = "&" if "?" in url else "?"
    return (
        f"{url}{joint}{intent['object']}={intent['id']}&{intent['object']}_client_secret={intent['client_secret']}"
        f"&redirect_status={result}"
    )


def _session_page(books: Books, session: Obj) -> str:
    return books.page(f"/pay/{books.account}/{session['id']}")


@page("GET", "/done")
def done(books: Books, typed: dict[str, str]) -> Page:
    return Page(html.document("Done", "<p>You can close this page.</p>"))
