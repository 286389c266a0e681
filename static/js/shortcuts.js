// Single-key shortcuts: whatever has aria-keyshortcuts is pressed by its key, if the list of shortcuts names that.
// Never in fields or dialogs, and they can be switched off (WCAG 2.1.4).
import { meaning, pressesOf, terms } from "./known_keys.js";
import { undoLast } from "./toast.js";

const OFF = "boom-shortcuts-off";

export function start() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]")) showHelp();
  });
  const toggle = document.querySelector("[data-shortcuts-switch]");
  if (!toggle) return;
  toggle.checked = !localStorage.getItem(OFF);
  toggle.addEventListener("change", () => {
    if (toggle.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
}

function onKey(event) {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.isComposing) return;
  if (localStorage.getItem(OFF) || isTyping(event.target) || document.querySelector("dialog:modal, .is-sheet")) return;
  const meant = meaning(event, "anywhere", "bearer");
  if (meant === "help") showHelp();
  else if (meant === "undo") undoLast();
  else if (!meant || !press(event.key.toLowerCase())) return;
  event.preventDefault();
}

function pressedBy(key) {
  const all = [...document.querySelectorAll("[aria-keyshortcuts]")];
  return all.find((one) => one.getAttribute("aria-keyshortcuts").toLowerCase() === key && isShown(one));
}

function press(key) {
  const found = pressedBy(key);
  if (!found) return false;
  if (found.matches("input, select, textarea")) found.focus();
  else found.click();
  return true;
}

function isShown(element) {
  return element.getClientRects().length > 0;
}

function isTyping(target) {
  const field = target.closest("input, textarea, select, [contenteditable]");
  return Boolean(field) && !field.matches("[type=checkbox], [type=radio], [type=button]");
}

function showHelp() {
  const dialog = document.getElementById("shortcuts");
  if (!dialog || dialog.open) return;
  // Keys that press nothing on this page are not offered.
  const hasBoard = Boolean(document.querySelector(".tl .ev > a"));
  for (const term of terms()) {
    const { where } = term.dataset;
    const isOfUse = { anywhere: () => true, board: () => hasBoard, bearer: () => pressesOf(term.dataset).some(pressedBy) };
    term.hidden = !isOfUse[where]();
    term.nextElementSibling.hidden = term.hidden;
  }
  dialog.showModal();
  dialog.querySelector("h2").focus();
}
