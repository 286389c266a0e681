// The chips over the board are counts and filters: pressing one takes the ink from everything it does not mean.

import { Ground } from "./ground.js";

const SOON = 12;
let chosen = "";

export function start() {
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-filter]");
    if (!chip) return;
    chosen = chip.dataset.filter === chosen ? "" : chip.dataset.filter;
    apply();
  });
  document.addEventListener("htmx:after:settle", () => chosen && apply());
}

function apply() {
  for (const chip of document.querySelectorAll("[data-filter]")) {
    chip.setAttribute("aria-pressed", String(chip.dataset.filter === chosen));
  }
  const board = document.querySelector("boom-timeline");
  if (!board) return;
  board.classList.toggle("has-filter", Boolean(chosen));
  const now = new Ground(board).now();
  for (const row of board.querySelectorAll(".tl-row")) filterRow(row, now);
}

function filterRow(row, now) {
  const tickets = [...row.querySelectorAll(".ev")];
  for (const ticket of tickets) ticket.classList.toggle("is-hit", isMeant(ticket, now));
  const isFree = ![...row.querySelectorAll(".ev:not([data-s='no_show']), .closed")].some((one) => isUnder(one, now));
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
