// Menus are popovers, so the browser opens and closes them. This only hangs them under their button.

const GAP = 4;

export function start() {
  // "toggle" does not bubble, but it can be caught on its way down.
  document.addEventListener("toggle", onToggle, true);
}

function onToggle(event) {
  const menu = event.target;
  if (!menu.matches?.(".menu[popover]") || event.newState !== "open") return;
  const buttons = [...document.querySelectorAll(`[popovertarget="${menu.id}"]`)];
  const button = buttons.find((one) => one.offsetParent);
  if (button && !menu.matches(".menu--sheet")) hang(menu, button.getBoundingClientRect());
  menu.querySelector("a, button")?.focus({ preventScroll: true });
}

function hang(menu, anchor) {
  const { width, height } = menu.getBoundingClientRect();
  const isRtl = getComputedStyle(menu).direction === "rtl";
  const startsWithButton = isRtl || anchor.left + width <= innerWidth - GAP;
  const left = startsWithButton ? anchor.left : anchor.right - width;
  const fitsBelow = anchor.bottom + GAP + height <= innerHeight;
  const top = fitsBelow ? anchor.bottom + GAP : anchor.top - GAP - height;
  menu.style.setProperty("left", `${Math.max(GAP, left)}px`);
  menu.style.setProperty("top", `${Math.max(GAP, top)}px`);
}
