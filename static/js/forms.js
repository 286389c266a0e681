// Forms: one press is one request, the pressed button turns at the same width, errors take the focus.

import { complain } from "./toast.js";
import { words } from "./words.js";

const SPIN_AFTER = 100;
const underWay = new WeakMap();
// Between two numbers of a date that somebody types.
const TYPING = 900;
let focused = null;
let choosing = null;

export function start() {
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("htmx:finally:request", (event) => finish(event.detail.ctx.sourceElement));
  document.addEventListener("htmx:after:swap", focusErrors);
  document.addEventListener("click", onErrorLink);
  document.addEventListener("change", onChoice);
  // Back brings the page out of the browser's cache with its buttons still turning.
  globalThis.htmx.registerExtension("keep-folds", { htmx_before_morph_attr: keepFold });
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form").forEach(finish);
  });
  focusErrors();
}

function onSubmit(event) {
  const form = event.target;
  if (form.method === "dialog") return;
  if (underWay.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  // A plain form would leave for the browser's own page of excuses, and what was typed with it.
  if (!navigator.onLine) {
    event.preventDefault();
    event.stopImmediatePropagation();
    complain(words.offline, () => form.isConnected && form.requestSubmit(event.submitter));
    return;
  }
  // Whatever is wrong now is to be read, also if the same was wrong before.
  focused = null;
  const button = event.submitter ?? form.querySelector("button:not([type=button])");
  const timer = setTimeout(() => button?.setAttribute("aria-busy", "true"), SPIN_AFTER);
  underWay.set(form, { button, timer });
}

function finish(form) {
  const found = underWay.get(form);
  if (!found) return;
  clearTimeout(found.timer);
  found.button?.removeAttribute("aria-busy");
  underWay.delete(form);
}

// A form that is nothing but a choice (jump to a day): choosing is sending. Without scripts it has a button.
// A day typed with the keyboard is a day after each of its numbers; it is meant when no other follows.
function onChoice(event) {
  const form = event.target.form?.closest("[data-go-on-change]");
  if (!form || !event.target.validity.valid) return;
  clearTimeout(choosing);
  choosing = setTimeout(() => form.requestSubmit(), event.target.type === "date" ? TYPING : 0);
}

// What somebody unfolded stays so when the part around it is fetched again. (htmx asks extensions only; false
// leaves the attribute as it is.)
function keepFold(element, { attrName, newValue }) {
  return !(attrName === "open" && newValue === null && element.matches("details"));
}

function focusErrors() {
  const summary = document.querySelector("[data-error-summary]");
  if (!summary || summary === focused) return;
  focused = summary;
  summary.focus();
}

// A link in the summary goes to a group of radios too: to the first of them.
function onErrorLink(event) {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  const fields = "input, select, textarea";
  const input = target.matches(fields) ? target : target.querySelector(fields);
  (input ?? target).focus({ preventScroll: true });
  target.closest(".field")?.scrollIntoView({ block: "start" });
}
