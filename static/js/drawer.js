// The drawer: a <dialog> beside the page on a desktop, a sheet over it on a phone. Whatever htmx swaps into
// #drawer opens it; links with data-drawer and the board's tickets are fetched into it. Its address is in the
// URL (?booking=42), so it can be shared, reloaded, and closed with Back.

const PHONE = "(max-width: 60rem)";
const KEY = "booking";
let opener = null;
let closesByBack = false;
let shownPath = location.pathname;
// Answers that have something for the drawer, be it as the target or as one part among rows and toasts.
const filling = new WeakSet();

const drawer = () => document.getElementById("drawer");

export function start() {
  const own = drawer();
  if (!own) return;
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("htmx:before:swap", noteFilling);
  document.addEventListener("htmx:after:swap", onSwap);
  document.addEventListener("htmx:before:history:restore", onHistory);
  document.addEventListener("drawer-close", close);
  addEventListener("popstate", onPop);
  openFromAddress();
}

/** Fetch `url` into the drawer and open it; `source` gets the focus back when it closes. */
export async function open(url, { source = null, key = "" } = {}) {
  opener = source;
  await globalThis.htmx.ajax("GET", url, { target: "#drawer", source: source ?? undefined, swap: "innerHTML" });
  if (key && drawer().open) remember(key);
}

/** Close it and give the focus back. */
export function close() {
  const own = drawer();
  if (!own.open) return;
  hide(own);
  giveFocusBack();
  forget();
}

function onClick(event) {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const isBesideSheet = drawer().matches(".is-sheet") && event.target.matches("html, body");
  if (isBesideSheet || event.target.closest("#drawer [data-close]")) {
    event.preventDefault();
    close();
    return;
  }
  const link = event.target.closest("a[data-drawer], boom-timeline .ev > a[href]");
  if (!link) return;
  event.preventDefault();
  open(link.href, { source: link, key: keyOf(link) });
}

function noteFilling(event) {
  const { ctx, tasks } = event.detail;
  const own = drawer();
  if (tasks.some(({ target }) => target === "#drawer" || target === own)) filling.add(ctx);
}

function onSwap(event) {
  const own = drawer();
  if (!filling.has(event.detail.ctx) || !own.childElementCount) return;
  if (!own.open) {
    opener ??= document.activeElement;
    show(own);
  }
  (own.querySelector("[data-error-summary]") ?? own.querySelector("h2"))?.focus();
}

function show(own) {
  own.show();
  cover(own, matchMedia(PHONE).matches);
}

function hide(own) {
  cover(own, false);
  own.close();
}

// Not showModal(): it would lie over the toasts and keep their Undo from being pressed.
function cover(own, isSheet) {
  own.classList.toggle("is-sheet", isSheet);
  if (isSheet) own.setAttribute("aria-modal", "true");
  else own.removeAttribute("aria-modal");
  for (const other of document.body.children) {
    if (!other.matches("dialog, #toasts, #say")) other.inert = isSheet;
  }
}

function onKey(event) {
  const own = drawer();
  if (event.key !== "Escape" || event.defaultPrevented || !own.open) return;
  if (document.querySelector("dialog:modal, [popover]:popover-open")) return;
  close();
}

function giveFocusBack() {
  // A refreshed row has a new link; the ticket's id finds it.
  const target = opener?.isConnected ? opener : document.querySelector(`#${opener?.dataset.home ?? "none"} a`);
  const give = () => target?.focus({ preventScroll: true });
  opener = null;
  give();
  // Going back through an intercepted history (htmx does that) resets the focus once it has arrived.
  globalThis.navigation?.addEventListener("navigatesuccess", give, { once: true });
  setTimeout(() => globalThis.navigation?.removeEventListener("navigatesuccess", give), 500);
}

// ---- the address

function keyOf(link) {
  const home = link.closest(".ev, .agenda li");
  if (home) link.dataset.home = home.id;
  return link.dataset.key ?? home?.id.slice(1) ?? "";
}

function addressWith(key) {
  const url = new URL(location.href);
  if (key) url.searchParams.set(KEY, key);
  else url.searchParams.delete(KEY);
  return url;
}

function remember(key) {
  const method = history.state?.drawer ? "replaceState" : "pushState";
  history[method]({ drawer: true }, "", addressWith(key));
}

function forget() {
  if (history.state?.drawer) {
    closesByBack = true;
    history.back();
  } else if (new URL(location.href).searchParams.has(KEY)) {
    history.replaceState(history.state, "", addressWith(""));
  }
}

function onPop() {
  const hasKey = new URL(location.href).searchParams.has(KEY);
  if (closesByBack) {
    closesByBack = false;
  } else if (hasKey) {
    openFromAddress();
  } else if (drawer().open) {
    hide(drawer());
    giveFocusBack();
  }
}

// htmx reloads the page on Back. When only the drawer's part of the address changed, there is nothing to reload.
function onHistory(event) {
  if (location.pathname === shownPath) event.preventDefault();
  shownPath = location.pathname;
}

function openFromAddress() {
  const own = drawer();
  const key = CSS.escape(new URL(location.href).searchParams.get(KEY) ?? "");
  const links = key ? [...document.querySelectorAll(`#b${key} > a, #a${key} > a`)] : [];
  const link = links.find((one) => one.getClientRects().length) ?? links[0];
  if (own.hasAttribute("open")) {
    // The server has filled it. On a phone it has to become a sheet; beside the board, the ticket comes into sight.
    own.removeAttribute("open");
    opener = link ?? null;
    show(own);
    if (link && !own.matches(".is-sheet")) link.focus();
    return;
  }
  if (link) open(link.href, { source: link });
}
