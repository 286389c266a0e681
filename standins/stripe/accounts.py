"""Connected accounts: who they are, what is still to be said of them, what they may do."""

from __future__ import annotations

from copy import deepcopy

from standins.stripe.books import PLATFORM, Books, blank
from standins.stripe.errors import Refusal, invalid, unknown_object
from standins.stripe.lists import listing, whole
from standins.stripe.params import Params
from standins.stripe.routing import route
from standins.stripe.store import Obj

URL = "/v1/accounts"
LINK_LIVES_S = 300
TYPES = ("standard", "express", "custom", "none")
CURRENCY = {
    "US": "usd",
    "GB": "gbp",
    "JP": "jpy",
    "CA": "cad",
    "AU": "aud",
    "CH": "chf",
    "SE": "sek",
    "DK": "dkk",
}
# What the onboarding page asks for; each is answered by a field of the same name.
ASKED = (
    "business_profile.name", "business_profile.url", "business_type", "external_account", "representative.dob",
    "representative.first_name", "representative.last_name", "tos_acceptance.date",
)  # fmt: skip
DOCUMENT = "individual.verification.document"
REQUIREMENTS: Obj = {
    "alternatives": [], "current_deadline": None, "currently_due": [], "disabled_reason": None, "errors": [],
    "eventually_due": [], "past_due": [], "pending_verification": [],
}  # fmt: skip
PROFILE = (
    "annual_revenue estimated_worker_count mcc minority_owned_business_designation name product_description "
    "support_address support_email support_phone support_url url"
)


def make(books: Books, *, kind: str, country: str, currency: str | None, controller: Obj) -> Obj:
    account = blank(
        "business_type email",
        id=books.house.new_id("acct_", 16),
        object="account",
        business_profile=blank(PROFILE),
        capabilities={},
        charges_enabled=False,
        controller=controller,
        country=country,
        created=None,
        default_currency=currency or CURRENCY.get(country, "eur"),
        details_submitted=False,
        external_accounts=None,
        future_requirements=deepcopy(REQUIREMENTS),
        livemode=False,
        metadata={},
        payouts_enabled=False,
        requirements=deepcopy(REQUIREMENTS),
        settings=_settings(),
        tos_acceptance=blank("date ip user_agent"),
        type=kind,
        _answered=[],
        _asked=list(ASKED),
        _links={},
    )
    account["external_accounts"] = whole(f"{URL}/{account['id']}/external_accounts", [])
    return account


def _settings() -> Obj:
    descriptor = "statement_descriptor_prefix_kana statement_descriptor_prefix_kanji"
    return {
        "bacs_debit_payments": blank("display_name service_user_number"),
        "branding": blank("icon logo primary_color secondary_color"),
        "card_issuing": {"tos_acceptance": blank("date ip")},
        "card_payments": blank(
            f"statement_descriptor_prefix {descriptor}",
            decline_on={"avs_failure": False, "cvc_failure": False},
        ),
        "dashboard": {"display_name": None, "timezone": "Etc/UTC"},
        "invoices": blank("default_account_tax_ids hosted_payment_method_save"),
        "payments": blank(
            f"statement_descriptor statement_descriptor_kana statement_descriptor_kanji {descriptor}"
        ),
        "payouts": {
            "debit_negative_balances": True,
            "schedule": {"delay_days": 2, "interval": "daily"},
            "statement_descriptor": None,
        },
        "sepa_debit_payments": {},
    }


def judge(account: Obj) -> None:
    """What is due, and what the account may therefore do."""
    due = [name for name in account["_asked"] if name not in account["_answered"]]
    account["details_submitted"] = not [name for name in due if name != DOCUMENT]
    requested = list(account["capabilities"])
    is_fine = not due
    # A document asked for later stops payouts at its deadline, charges go on until then.
    only_document = due == [DOCUMENT]
    account["requirements"] |= {
        "currently_due": due,
        "eventually_due": due,
        "past_due": [] if only_document else due,
        "disabled_reason": None
        if is_fine
        else "requirements.past_due"
        if not only_document
        else "requirements.pending",
    }
    account["charges_enabled"] = (is_fine or only_document) and "card_payments" in requested
    account["payouts_enabled"] = is_fine and bool(account["external_accounts"]["data"])
    for name in requested:
        account["capabilities"][name] = "active" if is_fine or only_document else "inactive"


def answer(books: Books, account: Obj, *, answers: dict[str, str], bank: str | None = None) -> Obj:
    """Take over what was said on the onboarding page; announced to the platform as the account's own event."""
    for name, value in answers.items():
        if value and name not in account["_answered"]:
            account["_answered"].append(name)
    profile = account["business_profile"]
    profile["name"] = answers.get("business_profile.name") or profile["name"]
    profile["url"] = answers.get("business_profile.url") or profile["url"]
    account["business_type"] = answers.get("business_type") or account["business_type"]
    if answers.get("tos_acceptance.date"):
        account["tos_acceptance"] |= {"date": books.now, "ip": "127.0.0.1"}
    if bank:
        account["_answered"].append("external_account")
        account["external_accounts"]["data"] = [_bank_account(books, account, bank)]
    return save(books, account)


def _bank_account(books: Books, account: Obj, number: str) -> Obj:
    return {
        "id": books.house.new_id("ba_"),
        "object": "bank_account",
        "account": account["id"],
        "account_holder_name": None,
        "account_holder_type": None,
        "account_type": None,
        "available_payout_methods": ["standard"],
        "bank_name": "STRIPE TEST BANK",
        "country": account["country"],
        "currency": account["default_currency"],
        "customer": None,
        "default_for_currency": True,
        "fingerprint": books.house.new_id("", 16),
        "last4": number[-4:],
        "metadata": {},
        "routing_number": "110000000",
        "status": "new",
    }


def save(books: Books, account: Obj) -> Obj:
    """Accounts are objects of the platform's; their events are the connected account's own."""
    from standins.stripe.books import shown

    before = books.store.get(PLATFORM, account["id"]) or {}
    judge(account)
    books.store.put(PLATFORM, account)
    changed = {name: value for name, value in shown(before).items() if account[name] != value}
    if changed:
        books.of(account["id"]).emit("account.updated", account, previous=changed)
    return account


@route("POST", URL)
def create(books: Books, params: Params) -> Obj:
    if books.is_connected:
        raise Refusal("Connected accounts cannot create accounts.", status=403)
    country = (params.text("country") or "US").upper()
    given = params.all_of("controller")
    kind = params.text("type", among=TYPES)
    if kind and given:
        raise invalid("You may only specify one of these parameters: type, controller.", "controller")
    controller: Obj = {"type": "application", "is_controller": True, **given}
    account = make(
        books,
        kind=kind or ("none" if given else "standard"),
        country=country,
        currency=params.text("default_currency"),
        controller=controller,
    )
    _update_from(books, account, params)
    judge(account)
    return books.add(account, "acct_")


def _update_from(books: Books, account: Obj, params: Params) -> None:
    account["email"] = params.text("email", account["email"])
    account["business_type"] = params.text("business_type", account["business_type"])
    account["metadata"] = params.metadata(account["metadata"])
    profile = params.inner("business_profile")
    for name in (
        "mcc",
        "name",
        "product_description",
        "support_email",
        "support_phone",
        "support_url",
        "url",
    ):
        account["business_profile"][name] = profile.text(name, account["business_profile"][name])
    for name, wanted in params.all_of("capabilities").items():
        if isinstance(wanted, dict) and wanted.get("requested") == "true":
            account["capabilities"].setdefault(name, "inactive")
    settings = params.all_of("settings")
    schedule = (
        settings.get("payouts", {}).get("schedule") if isinstance(settings.get("payouts"), dict) else None
    )
    if isinstance(schedule, dict):
        account["settings"]["payouts"]["schedule"] |= schedule
    answered = {
        "business_profile.name": account["business_profile"]["name"],
        "business_profile.url": account["business_profile"]["url"],
        "business_type": account["business_type"],
    }
    account["_answered"] = sorted(
        set(account["_answered"]) | {name for name, value in answered.items() if value}
    )


@route("GET", URL)
def index(books: Books, params: Params) -> Obj:
    return listing(books, params, "account", URL)


@route("GET", "/v1/account")
def show_own(books: Books, params: Params) -> Obj:
    if books.is_connected:
        return books.of(PLATFORM).here("account", books.account)
    own = make(books, kind="standard", country="US", currency="usd", controller={"type": "account"})
    return own | {"id": PLATFORM, "charges_enabled": True, "payouts_enabled": True, "details_submitted": True}


@route("GET", URL + "/{account}")
def show(books: Books, params: Params, account: str) -> Obj:
    return books.of(PLATFORM).here("account", account)


@route("POST", URL + "/{account}")
def update(books: Books, params: Params, account: str) -> Obj:
    found = books.of(PLATFORM).here("account", account)
    _update_from(books, found, params)
    return save(books, found)


@route("DELETE", URL + "/{account}")
def remove(books: Books, params: Params, account: str) -> Obj:
    """The account goes; its objects stay out of reach, and Boom is told."""
    found = books.of(PLATFORM).here("account", account)
    books.of(account).emit(
        "account.application.deauthorized",
        {"id": "ca_BoomStandInApplication", "object": "application", "name": "Boom"},
    )
    return books.of(PLATFORM).remove(found)


# ---- links to the onboarding page, good once and for five minutes


@route("POST", "/v1/account_links")
def create_link(books: Books, params: Params) -> Obj:
    key = params.needed("account")
    account = books.of(PLATFORM).find(key)
    if account is None or account["object"] != "account":
        raise unknown_object("account", key, "account")
    params.needed("type", among=("account_onboarding", "account_update"))
    params.unchanging("collection_options", "collect")
    token = books.house.new_id("", 32)
    account["_links"][token] = {
        "expires_at": books.now + LINK_LIVES_S,
        "refresh_url": params.needed("refresh_url"),
        "return_url": params.needed("return_url"),
    }
    books.store.put(PLATFORM, account)
    return {
        "object": "account_link",
        "created": books.now,
        "expires_at": books.now + LINK_LIVES_S,
        "url": books.page(f"/onboarding/{key}/{token}"),
    }


@route("POST", URL + "/{account}/login_links")
def create_login_link(books: Books, params: Params, account: str) -> Obj:
    found = books.of(PLATFORM).here("account", account)
    if not found["details_submitted"]:
        raise Refusal("Cannot create a login link for an account that has not completed onboarding.")
    return {"object": "login_link", "created": books.now, "url": books.page(f"/express/{account}")}
