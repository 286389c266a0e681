// The waiting list's page: the list is fetched again whenever anything changes, and people are dragged by their grip.
// Without a pointer the arrows beside each do the same.
//
// <div id="line" data-waitlist data-url="/dashboard/waitlist/?day=…" data-live-url="wss://…/ws/calendar/">
//   <li data-entry="7" data-move-url="…"><span data-grip>…</span>…</li>
import * as choices from "./choices.js";
import * as confirm from "./confirm.js";
import * as drawer from "./drawer.js";
import * as forms from "./forms.js";
import { applyPartials, send } from "./http.js";
import { Live, refusal, showState } from "./live.js";
import * as menu from "./menu.js";
import * as shortcuts from "./shortcuts.js";
import * as toast from "./toast.js";

const GATHER_FOR = 120;
const NEWS = new Set(["waitlist", "rows", "setup"]);
let timer = null;
let dragged = null;

for (const part of [confirm, forms, toast, drawer, menu, shortcuts, choices]) part.start();

const line = () => document.querySelector("[data-waitlist]");
const live = new Live({ url: line().dataset.liveUrl, onMessage, catchUp: refetch, onState: showState });
live.start();
document.addEventListener("pointerdown", pickUp);

function onMessage(message) {
  if (!NEWS.has(message.t)) return;
  clearTimeout(timer);
  timer = setTimeout(() => live.refresh(), GATHER_FOR);
}

async function refetch() {
  // Nobody's list changes under their finger.
  if (dragged) return;
  const shown = line();
  const answer = await send("GET", shown.dataset.url);
  if (!answer.ok) throw refusal(answer.status);
  await globalThis.htmx.swap({ text: answer.text, sourceElement: shown, target: shown, swap: "outerMorph" });
}

function pickUp(event) {
  const place = event.target.closest("[data-grip]")?.closest("[data-entry]");
  if (!place || event.button) return;
  event.preventDefault();
  dragged = place;
  place.classList.add("is-dragged");
  const before = place.nextElementSibling;
  document.addEventListener("pointermove", drag);
  document.addEventListener("pointerup", () => putDown(before), { once: true });
  document.addEventListener("pointercancel", () => cancel(before), { once: true });
}

function drag(event) {
  const places = [...line().querySelectorAll("[data-entry]")].filter((place) => place !== dragged);
  const next = places.find((place) => {
    const box = place.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  });
  if (next) next.before(dragged);
  else places.at(-1)?.after(dragged);
}

function letGo() {
  document.removeEventListener("pointermove", drag);
  const place = dragged;
  place.classList.remove("is-dragged");
  dragged = null;
  return place;
}

function cancel(before) {
  const place = letGo();
  place.parentElement.insertBefore(place, before);
}

async function putDown(before) {
  const place = letGo();
  const next = place.nextElementSibling;
  if (next === before) return;
  const answer = await send("POST", place.dataset.moveUrl, { before: next?.dataset.entry ?? "" });
  if (answer.ok) applyPartials(answer.text);
  else live.refresh();
}
