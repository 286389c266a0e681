// Picking several bookings: ticks in the list; on the board a press with Ctrl, Shift or the Select button on, or X.
// What is picked goes along with the form #picked, which leads to the page that changes them together.
import { say } from "./board/ground.js";
import { meaning } from "./known_keys.js";
import { words } from "./words.js";

const picked = new Set();
let isPicking = false;

const form = () => document.getElementById("picked");
const board = () => document.querySelector("boom-timeline");

export function start() {
  if (!form()) return;
  document.addEventListener("click", onClick, true);
  document.addEventListener("keydown", onKey);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[name=pick], [data-pick-all]")) onTick(event.target);
  });
  // Rows that were drawn anew have forgotten it.
  document.addEventListener("htmx:after:settle", show);
  show();
}

function onClick(event) {
  if (event.target.closest("[data-unpick]")) clear();
  const button = event.target.closest("[data-picking]");
  if (button) setPicking(!isPicking);
  const ticket = event.target.closest("boom-timeline .ev");
  if (!ticket || !(isPicking || event.ctrlKey || event.metaKey || event.shiftKey)) return;
  event.preventDefault();
  event.stopPropagation();
  toggle(ticket);
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const ticket = event.target.closest?.(".ev");
  if (ticket && meaning(event, "board") === "pick") toggle(ticket);
  else if (event.key === "Escape" && isPicking) setPicking(false);
  else return;
  event.preventDefault();
}

function setPicking(isOn) {
  isPicking = isOn;
  board()?.classList.toggle("is-picking", isOn);
  document.querySelector("[data-picking]")?.setAttribute("aria-pressed", String(isOn));
}

function toggle(ticket) {
  const key = ticket.id.slice(1);
  if (["held", "blocked"].includes(ticket.dataset.s)) {
    say(words.notPicked);
    return;
  }
  if (!picked.delete(key)) picked.add(key);
  show();
  say(words.pickedCount(count()));
}

function onTick(box) {
  if (box.matches("[data-pick-all]")) {
    for (const each of document.querySelectorAll("[name=pick]")) each.checked = box.checked;
  }
  show();
}

function clear() {
  picked.clear();
  for (const box of document.querySelectorAll("[name=pick]:checked, [data-pick-all]")) box.checked = false;
  setPicking(false);
  show();
}

const count = () => picked.size + document.querySelectorAll("[name=pick]:checked").length;

function show() {
  for (const ticket of board()?.querySelectorAll(".ev") ?? []) {
    ticket.classList.toggle("is-picked", picked.has(ticket.id.slice(1)));
  }
  // What was cancelled meanwhile is no longer on the board, and no longer picked.
  for (const key of picked) if (!document.getElementById(`b${key}`)) picked.delete(key);
  form().querySelector("output").textContent = words.pickedCount(count());
  form().querySelector("[data-picks]").replaceChildren(...[...picked].map(hidden));
}

function hidden(key) {
  const input = document.createElement("input");
  Object.assign(input, { type: "hidden", name: "pick", value: key });
  return input;
}
