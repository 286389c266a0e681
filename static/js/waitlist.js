// The waiting list's page: the list is fetched again whenever anything changes, and people are dragged by their grip.
// Without a pointer the arrows beside each do the same.
//
// <div id="line" data-waitlist data-url="/dashboard/waitlist/?day=…" data-live-url="wss://…/ws/calendar/">
//   <li data-entry="7" data-move-url="…"><span data-grip>…</span>…</li>
import * as bell from "./bell.js";
import * as choices from "./choices.js";
import * as confirm from "./confirm.js";
import * as drawer from "./drawer.js";
import * as forms from "./forms.js";
import { applyPartials, send } from "./http.js";
import { Live, refusal, showState } from "./live.js";
import * as menu from "./menu.js";
import * as shortcuts from "./shortcuts.js";
import * as toast from "./toast.js";
import { words } from "./words.js";

const GATHER_FOR = 120;
// As high as the bar with tabs on a phone, and as far as a finger gets in a moment.
const SCROLL_ZONE = 72;
const SCROLL_BY = 12;
const NEWS = new Set(["waitlist", "rows", "setup"]);
let timer = null;
let dragged = null;

for (const part of [confirm, forms, toast, drawer, menu, shortcuts, choices, bell]) part.start();

const line = () => document.querySelector("[data-waitlist]");
const live = new Live({ url: line().dataset.liveUrl, onMessage, catchUp: refetch, onState: showState });
live.start();
document.addEventListener("pointerdown", pickUp);

function onMessage(message) {
  bell.hear(message);
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
  if (!place || event.button || dragged) return;
  event.preventDefault();
  dragged = place;
  place.classList.add("is-dragged");
  const before = place.nextElementSibling;
  const listeners = new AbortController();
  const on = (type, handler) => document.addEventListener(type, handler, { signal: listeners.signal });
  const onThis = (type, handler) => on(type, (each) => each.pointerId === event.pointerId && handler(each));
  const end = (handler) => {
    listeners.abort();
    place.classList.remove("is-dragged");
    dragged = null;
    handler(place, before);
  };
  onThis("pointermove", drag);
  onThis("pointerup", () => end(putDown));
  onThis("pointercancel", () => end(putBack));
  on("keydown", (key) => key.key === "Escape" && end(putBack));
}

function drag({ clientY: y }) {
  if (y < SCROLL_ZONE) scrollBy(0, -SCROLL_BY);
  else if (y > innerHeight - SCROLL_ZONE) scrollBy(0, SCROLL_BY);
  const places = [...line().querySelectorAll("[data-entry]")].filter((place) => place !== dragged);
  const next = places.find((place) => {
    const box = place.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
  if (next) next.before(dragged);
  else places.at(-1)?.after(dragged);
}

function putBack(place, before) {
  place.parentElement.insertBefore(place, before);
  // What came while it was in the hand was not fetched.
  live.refresh();
}

async function putDown(place, before) {
  const next = place.nextElementSibling;
  if (next === before) {
    live.refresh();
    return;
  }
  let answer;
  try {
    answer = await send("POST", place.dataset.moveUrl, { before: next?.dataset.entry ?? "" });
  } catch {
    putBack(place, before);
    toast.complain(words.failed);
    return;
  }
  if (answer.text.includes("<hx-partial")) applyPartials(answer.text);
  else if (!answer.ok) toast.complain(answer.status === 403 ? words.forbidden : words.broken);
  if (!answer.ok) live.refresh();
}
