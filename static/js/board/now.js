// Now moves on: the line, its label, how far guests in rooms are, who has become late.
import { words } from "../words.js";

const EVERY = 15_000;
const UNIT_MINUTES = 5;

/** Keep the board's sense of now true. Fires "boom:late" on the board when somebody has just become late. */
export function keepNow(ground) {
  const { element } = ground;
  if (!element.dataset.now) return;
  // The server's clock counts; the browser's only says how much time has passed since.
  element.clockAhead = Number(element.dataset.now) - Date.now();
  const tick = () => {
    if (!element.isConnected) {
      clearInterval(timer);
      return;
    }
    const unit = ground.now();
    drawLine(ground, unit);
    drawTickets(ground, unit);
  };
  const timer = setInterval(tick, EVERY);
  document.addEventListener("visibilitychange", tick);
  element.addEventListener("htmx:after:settle", tick);
  tick();
}

function drawLine(ground, unit) {
  const label = ground.element.querySelector("[data-now-label]");
  const line = ground.element.querySelector("[data-now-line]");
  const isOver = unit < 0 || unit > ground.units;
  for (const mark of [label, line]) {
    mark.hidden = isOver;
    mark.style.setProperty("--s", unit);
  }
  label.firstElementChild.textContent = ground.time(unit);
  const clock = document.querySelector("[data-wall-clock]");
  if (clock) clock.textContent = `${ground.weekday(unit)} ${ground.time(unit)}`;
}

function drawTickets(ground, unit) {
  let hasNewLate = false;
  for (const ticket of ground.element.querySelectorAll(".ev[data-s='checked_in']")) {
    const share = (unit - ticket.dataset.at) / ticket.dataset.len;
    ticket.style.setProperty("--p", Math.max(0, Math.min(1, share)) * 100);
  }
  for (const ticket of ground.element.querySelectorAll(".ev:is([data-s='confirmed'], [data-s='pending'])")) {
    const units = unit - ticket.dataset.at;
    if (units < 1 || units >= ticket.dataset.len || ticket.classList.contains("is-drag")) continue;
    hasNewLate ||= !ticket.classList.contains("is-late");
    ticket.classList.add("is-late");
    sayLate(ticket, Math.floor(units * UNIT_MINUTES));
  }
  if (hasNewLate) ground.element.dispatchEvent(new CustomEvent("boom:late", { bubbles: true }));
}

function sayLate(ticket, minutes) {
  const span = ticket.querySelector(".late, .span");
  const sentence = words.minutesLate(minutes);
  if (!span || span.textContent === sentence) return;
  span.className = "late";
  const link = ticket.firstElementChild;
  link.ariaLabel = link.ariaLabel.replace(span.textContent, sentence);
  span.textContent = sentence;
}
