"""Consent, tokens, revocation: RFC 6749 with PKCE (RFC 7636), as both companies have it."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from urllib.parse import parse_qsl, urlencode

from standins.calendars import pages
from standins.calendars.answers import Asked, Given, Refused, as_json, only
from standins.calendars.books import ACCESS_FOR_S, Books

CODE_FOR_S = 600
ASKED = (
    "client_id", "redirect_uri", "response_type", "scope", "state", "code_challenge", "code_challenge_method",
    "access_type", "prompt", "login_hint", "response_mode",
)  # fmt: skip


def authorize(books: Books, company: str, asked: Asked) -> Given:
    """The page that asks a person; and, once they have answered, the way back with a code."""
    given = asked.query
    only(given, *ASKED)
    if given.get("response_type") != "code" or not given.get("client_id"):
        raise Refused(400, "invalid_request")
    if given.get("code_challenge_method") != "S256" or not given.get("code_challenge"):
        raise Refused(400, "invalid_request", "PKCE with S256 is missing")
    if asked.method == "GET":
        return pages.consent(company, given)
    said = dict(parse_qsl(asked.body.decode()))
    back = {"state": given.get("state", "")}
    if said.get("answer") != "allow":
        return _back(given["redirect_uri"], {**back, "error": "access_denied"})
    code = secrets.token_urlsafe(24)
    with books.lock:
        books.codes[code] = {
            "company": company,
            "email": said["email"].strip().lower(),
            "scope": said.get("scope", given.get("scope", "")),
            "redirect_uri": given["redirect_uri"],
            "client_id": given["client_id"],
            "challenge": given["code_challenge"],
            "until": time.time() + CODE_FOR_S,
        }
        books.save()
    return _back(given["redirect_uri"], {**back, "code": code})


def _back(uri: str, said: dict[str, str]) -> Given:
    return Given(302, headers={"Location": f"{uri}?{urlencode(said)}"})


def token(books: Books, company: str, asked: Asked) -> Given:
    """A code or a refresh token against an access token."""
    said = dict(parse_qsl(asked.body.decode()))
    only(
        said, "grant_type", "code", "redirect_uri", "client_id", "client_secret", "code_verifier", "scope",
        "refresh_token",
    )  # fmt: skip
    if not (said.get("client_id") and said.get("client_secret")):
        raise Refused(401, "invalid_client")
    with books.lock:
        if said.get("grant_type") == "authorization_code":
            return _for_code(books, company, said)
        if said.get("grant_type") == "refresh_token":
            return _for_refresh(books, company, said)
    raise Refused(400, "unsupported_grant_type")


def _for_code(books: Books, company: str, said: dict[str, str]) -> Given:
    code = books.codes.pop(said.get("code", ""), None)
    proof = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
    if (
        code is None
        or code["until"] < time.time()
        or (code["company"], code["client_id"]) != (company, said["client_id"])
        or code["redirect_uri"] != said.get("redirect_uri")
        or code["challenge"] != base64.urlsafe_b64encode(proof).decode().rstrip("=")
    ):
        raise Refused(400, "invalid_grant")
    books.calendars_of(company, code["email"])
    grant = books.new_grant(company, code["email"], code["scope"])
    return _tokens(books, grant, gives_refresh=True)


def _for_refresh(books: Books, company: str, said: dict[str, str]) -> Given:
    grant = said.get("refresh_token", "")
    known = books.grants.get(grant)
    if known is None or known["company"] != company:
        raise Refused(400, "invalid_grant")
    if company == "microsoft":
        # Each refresh brings another token; the one before is good for nothing here, to be strict.
        books.grants.pop(grant)
        grant = books.new_grant(company, known["email"], known["scope"])
    return _tokens(books, grant, gives_refresh=company == "microsoft")


def _tokens(books: Books, grant: str, *, gives_refresh: bool) -> Given:
    said = {
        "access_token": books.new_token(grant),
        "token_type": "Bearer",
        "expires_in": ACCESS_FOR_S,
        "scope": books.grants[grant]["scope"],
    }
    return as_json({**said, "refresh_token": grant} if gives_refresh else said)


def revoke(books: Books, company: str, asked: Asked) -> Given:
    """Google's alone; Microsoft has none."""
    said = dict(parse_qsl(asked.body.decode()))
    only(said, "token")
    with books.lock:
        if not books.revoke(said.get("token", "")):
            raise Refused(400, "invalid_token")
    return as_json({})
