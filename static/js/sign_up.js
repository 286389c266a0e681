// Sign-up: what the browser knows is filled in, and the address follows the venue's name until somebody types one.
import "./site.js";
import * as proof from "./proof.js";

proof.start();

const EURO = "AT BE BG HR CY EE FI FR DE GR IE IT LV LT LU MT NL PT SK SI ES";
const CURRENCIES = {
  AU: "AUD", BR: "BRL", CA: "CAD", CH: "CHF", CN: "CNY", CZ: "CZK", DK: "DKK", GB: "GBP", HK: "HKD", IN: "INR",
  JP: "JPY", KR: "KRW", MX: "MXN", NO: "NOK", NZ: "NZD", PH: "PHP", PL: "PLN", SE: "SEK", SG: "SGD", TH: "THB",
  TW: "TWD", US: "USD", VN: "VND", ZA: "ZAR",
};

const form = document.querySelector("[data-sign-up]");
if (form) start(form);

function start({ elements: { business_name: name, subdomain, time_zone: zone, currency } }) {
  choose(zone, Intl.DateTimeFormat().resolvedOptions().timeZone);
  choose(currency, currencyHere());

  let follows = subdomain.value === "";
  name.addEventListener("input", () => {
    if (follows) put(subdomain, label(name.value));
  });
  subdomain.addEventListener("input", (event) => {
    // Only what a person types ends the following; our own event is not trusted.
    if (event.isTrusted) follows = subdomain.value === "";
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (!button) return;
    follows = false;
    put(subdomain, button.dataset.take);
    subdomain.focus();
  });
}

function put(input, value) {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function choose(select, value) {
  const isOffered = [...select.options].some((option) => option.value === value);
  if (select.value === "" && isOffered) select.value = value;
}

function currencyHere() {
  const region = new Intl.Locale(navigator.language).region;
  return EURO.split(" ").includes(region) ? "EUR" : CURRENCIES[region];
}

// As tenants/subdomains.py suggests one; the server has the last word.
function label(text) {
  const plain = text.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40).replace(/-+$/, "");
}
