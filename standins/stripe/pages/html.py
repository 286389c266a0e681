"""HTML in small pieces; everything that comes from outside goes through `text`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from standins.stripe.cards import BY_NUMBER, LISTED
from standins.stripe.customers import TAX_IDS

STYLE = """
:root { color-scheme: light dark; --ink: #1a1f36; --paper: #fff; --ground: #f6f8fa; --line: #6b7280; --act: #0b57d0;
  --on-act: #fff; --warn: #7a2e00; --warn-ground: #fff4e5; --bad: #a30d1d; }
@media (prefers-color-scheme: dark) { :root { --ink: #f0f2f5; --paper: #1b1f27; --ground: #12151b; --line: #9aa3b2;
  --act: #8ab4ff; --on-act: #10131a; --warn: #ffd8a8; --warn-ground: #3a2600; --bad: #ff9aa5; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
.test { margin: 0; padding: .5rem 1rem; background: var(--warn-ground); color: var(--warn); font-weight: 600;
  text-align: center; }
main { max-width: 32rem; margin: 1rem auto; padding: 1rem; background: var(--paper); border-radius: .5rem;
  overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0 0 1rem; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
dl.sum { display: grid; grid-template-columns: 1fr auto; gap: .25rem 1rem; margin: 0 0 1rem; }
dl.sum dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; } dl.sum .total { font-weight: 700; }
label, legend { display: block; font-weight: 600; margin-top: .75rem; padding: 0; }
fieldset { border: 1px solid var(--line); border-radius: .375rem; margin: 1rem 0 0; padding: .5rem .75rem; }
fieldset label { font-weight: 400; margin: 0; padding: .4rem 0; min-height: 2.75rem; }
input[type=text], input[type=email], input[type=url], select { width: 100%; min-height: 2.75rem; padding: .5rem; font: inherit;
  color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .375rem; }
input[type=radio], input[type=checkbox] { width: 1.25rem; height: 1.25rem; vertical-align: middle; }
button { width: 100%; min-height: 2.75rem; margin-top: 1rem; padding: .5rem 1rem; font: inherit; font-weight: 600;
  color: var(--on-act); background: var(--act); border: 2px solid var(--act); border-radius: .375rem; cursor: pointer; }
button.quiet { color: var(--act); background: transparent; }
a { color: var(--act); } a.back { display: inline-block; padding: .5rem 0; }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 .75rem; }
.says { border-left: .25rem solid var(--bad); color: var(--bad); padding: .25rem .75rem; margin: 0 0 1rem; font-weight: 600; }
.hint { color: var(--line); font-size: .9rem; margin: .25rem 0 0; } code { font-size: .95em; white-space: nowrap; }
ul.cards, ul.rows { padding: 0; margin: .5rem 0; list-style: none; } ul.rows li { padding: .5rem 0; border-top: 1px solid var(--line); }
"""


def text(said: object) -> str:
    return escape(str(said), quote=True)


def document(title: str, *parts: str) -> str:
    """A whole page."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(title)} · test mode</title>"
        '<meta name="robots" content="noindex"><link rel="stylesheet" href="/style.css"></head><body>'
        '<header class="test">TEST MODE: a stand-in for Stripe. No money moves; never type a real card.</header>'
        f"<main><h1>{text(title)}</h1>{''.join(parts)}</main></body></html>"
    )


def form(action: str, *parts: str, button: str, name: str = "", value: str = "", quiet: bool = False) -> str:
    look = ' class="quiet"' if quiet else ""
    says = f' name="{text(name)}" value="{text(value)}"' if name else ""
    return (
        f'<form method="post" action="{text(action)}">{"".join(parts)}'
        f"<button{look}{says}>{text(button)}</button></form>"
    )


def field(
    label: str,
    name: str,
    value: str = "",
    *,
    kind: str = "text",
    required: bool = True,
    hint: str = "",
    **more: str,
) -> str:
    attributes = "".join(f' {key.replace("_", "-")}="{text(entry)}"' for key, entry in more.items())
    needed = " required" if required else ""
    described = f' aria-describedby="{name}-hint"' if hint else ""
    shown = f'<p class="hint" id="{name}-hint">{text(hint)}</p>' if hint else ""
    return (
        f'<label for="{name}">{text(label)}</label>'
        f'<input id="{name}" name="{name}" type="{kind}" value="{text(value)}"{needed}{described}{attributes}>{shown}'
    )


def choice(legend: str, name: str, entries: Iterable[tuple[str, str]], chosen: str) -> str:
    """One of several, as radio buttons."""
    rows = "".join(
        f'<label><input type="radio" name="{name}" value="{text(value)}"{" checked" if value == chosen else ""}> '
        f"{text(label)}</label>"
        for value, label in entries
    )
    return f"<fieldset><legend>{text(legend)}</legend>{rows}</fieldset>"


def tax_id_fields() -> str:
    """A kind and a number, both of which may be left out."""
    kinds = "".join(f'<option value="{kind}">{kind.replace("_", " ").upper()}</option>' for kind in TAX_IDS)
    return (
        f'<label for="tax_kind">Kind of tax ID</label><select id="tax_kind" name="tax_kind">{kinds}</select>'
        + field("Tax ID", "tax_id", required=False, maxlength="40")
    )


def says(words: str | None) -> str:
    return f'<p class="says" role="alert">{text(words)}</p>' if words else ""


def amounts(rows: Iterable[tuple[str, str]], total: tuple[str, str] | None = None) -> str:
    entries = "".join(f"<dt>{text(name)}</dt><dd>{text(value)}</dd>" for name, value in rows)
    if total:
        entries += f'<dt class="total">{text(total[0])}</dt><dd class="total">{text(total[1])}</dd>'
    return f'<dl class="sum">{entries}</dl>'


def card_fields(typed: Mapping[str, str]) -> str:
    return (
        field("Card number", "number", typed.get("number", "4242 4242 4242 4242"), inputmode="numeric", maxlength="24",
              autocomplete="off")
        + '<div class="pair"><div>'
        + field("Expires", "expires", typed.get("expires", "12 / 34"), maxlength="9", autocomplete="off")
        + "</div><div>"
        + field("Security code", "cvc", typed.get("cvc", "123"), inputmode="numeric", maxlength="4", autocomplete="off")
        + "</div></div>"
    )  # fmt: skip


def card_list() -> str:
    """Stripe's test numbers and what each does."""
    rows = "".join(
        f"<li><code>{spaced(number)}</code> {text(BY_NUMBER[number].says)}</li>" for number in LISTED
    )
    return f'<h2>Test cards</h2><ul class="cards">{rows}</ul>'


def spaced(number: str) -> str:
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))
