// Toasts: 10 seconds with an action, 5 without; they wait under pointer or focus; at most three.
import { words } from "./words.js";

const WITH_ACTION = 10_000;
const WITHOUT = 5_000;
const AT_MOST = 3;
const seen = new WeakSet();

export function start() {
  const region = document.getElementById("toasts");
  const look = () => region.querySelectorAll("[data-toast]").forEach(watch);
  new MutationObserver(look).observe(region, { childList: true });
  look();
  document.addEventListener("click", onDismiss);
  document.addEventListener("htmx:finally:request", onUndone);
  document.addEventListener("htmx:response:error", onRefusal);
  document.addEventListener("htmx:error", onFailure);
}

/** Say that something went wrong; `retry`, if given, is what "Try again" does. */
export function complain(message, retry = null) {
  const toast = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  toast.querySelector("p").textContent = message;
  const button = toast.querySelector("[data-retry]");
  if (retry) {
    button.hidden = false;
    button.addEventListener("click", () => {
      toast.remove();
      retry();
    });
  }
  document.getElementById("toasts").append(toast);
}

/** Press Undo of the newest toast, if there is one. */
export function undoLast() {
  const buttons = document.querySelectorAll("#toasts [data-undo]");
  buttons[buttons.length - 1]?.click();
}

function watch(toast) {
  if (seen.has(toast)) return;
  seen.add(toast);
  const all = document.querySelectorAll("#toasts [data-toast]");
  if (all.length > AT_MOST) all[0].remove();
  let left = toast.querySelector("button:not([data-dismiss], [hidden])") ? WITH_ACTION : WITHOUT;
  let since;
  let timer;
  // By pointer, by focus or by both: one of them leaving is no reason to go.
  let held = 0;
  const run = () => {
    since = Date.now();
    // A second at the least: a finger's press comes after its pointer has left.
    timer = setTimeout(() => toast.remove(), Math.max(left, 1_000));
  };
  const hold = () => {
    if (!held++) left -= Date.now() - since;
    clearTimeout(timer);
  };
  const leave = () => --held || run();
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("pointerleave", leave);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("focusout", leave);
  run();
}

function onDismiss(event) {
  event.target.closest("[data-dismiss]")?.closest("[data-toast]")?.remove();
}

// An undone toast has said its piece: the server's answer brings the next one.
function onUndone(event) {
  event.detail.ctx.sourceElement.closest?.("[data-toast]")?.remove();
}

function onRefusal(event) {
  const { status } = event.detail.ctx.response;
  // 409 and 422 bring their own words; so does an answer with a toast in it.
  if (status === 409 || status === 422 || event.detail.ctx.text?.includes("<hx-partial")) return;
  if (status === 403) complain(words.forbidden);
  else if (status === 429) complain(words.tooMany);
  else if (status >= 500) complain(words.broken, () => again(event.detail.ctx.sourceElement));
  else complain(words.refused);
}

function onFailure(event) {
  // Only what has a request failed on the way; other errors are bugs, and the console has them.
  const source = event.detail.ctx?.sourceElement;
  if (source) complain(isOffline() ? words.offline : words.failed, () => again(source));
}

// The browser says so, or the page's own sign does: what is said must agree with what is shown.
function isOffline() {
  return !navigator.onLine || document.documentElement.classList.contains("is-offline");
}

function again(source) {
  if (!source.isConnected) return;
  if (source.matches("form")) source.requestSubmit();
  else source.click();
}
