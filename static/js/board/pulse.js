// The chips over the board are counts and filters: pressing one takes the ink from everything it does not mean,
// and leaves the list only what it does. What is chosen stands in the address (?show=late).

import { Ground } from "./ground.js";

const SOON = 12;
const KEY = "show";
// The list's sections, by what a chip means.
const KINDS = { late: "late", soon: "soon", checked_in: "in" };
let chosen = "";

export function start() {
  if (!document.getElementById("pulse")) return;
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-filter]");
    if (!chip) return;
    chosen = chip.dataset.filter === chosen ? "" : chip.dataset.filter;
    remember();
    apply();
  });
  document.addEventListener("htmx:after:settle", () => chosen && apply());
  chosen = new URL(location.href).searchParams.get(KEY) ?? "";
  if (chosen) apply();
}

function remember() {
  const url = new URL(location.href);
  if (chosen) url.searchParams.set(KEY, chosen);
  else url.searchParams.delete(KEY);
  history.replaceState(history.state, "", url);
}

function apply() {
  for (const chip of document.querySelectorAll("[data-filter]")) {
    chip.setAttribute("aria-pressed", String(chip.dataset.filter === chosen));
  }
  filterBoard(document.querySelector("boom-timeline"));
  filterList(document.getElementById("agenda"));
}

function filterBoard(board) {
  if (!board) return;
  board.classList.toggle("has-filter", Boolean(chosen));
  const now = new Ground(board).now();
  for (const row of board.querySelectorAll(".tl-row")) filterRow(row, now);
}

function filterRow(row, now) {
  const tickets = [...row.querySelectorAll(".ev")];
  for (const ticket of tickets) ticket.classList.toggle("is-hit", isMeant(ticket, now));
  const isFree = ![...row.querySelectorAll(".ev:not([data-s='no_show']), .through, .closed")].some((one) => isUnder(one, now));
  row.classList.toggle("is-hit", chosen === "free" && isFree);
}

function isMeant(ticket, now) {
  const at = Number(ticket.dataset.at);
  const isWaiting = ticket.dataset.s === "confirmed" || ticket.dataset.s === "pending";
  if (chosen === "late") return ticket.classList.contains("is-late");
  if (chosen === "soon") return isWaiting && Math.floor(now) <= at && at <= now + SOON;
  return ticket.dataset.s === chosen;
}

function isUnder(stretch, now) {
  const at = Number(stretch.dataset.at);
  return at <= now && now < at + Number(stretch.dataset.len);
}

// The list knows nothing of free rooms; that chip is not shown beside it.
function filterList(list) {
  if (!list) return;
  const isOn = chosen in KINDS || chosen === "pending";
  list.classList.toggle("has-filter", isOn);
  for (const entry of list.querySelectorAll("li")) {
    const { kind, s } = entry.dataset;
    entry.classList.toggle("is-hit", chosen === "pending" ? s === "pending" : kind === KINDS[chosen]);
  }
}
