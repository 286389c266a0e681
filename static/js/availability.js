// Free times that stay true: when the shown day changes, the slots part is fetched again.
//
// <form id="slots" data-live-url="wss://…/ws/availability/" data-refresh-url="/" data-day="2026-11-21">
import { picksIn } from "./choices.js";
import { applyPartials, send } from "./http.js";
import { Live, refusal } from "./live.js";

const GATHER_FOR = 300;
const PART = "[data-live-url][data-refresh-url]";
let timer = null;

export function start() {
  const part = document.querySelector(PART);
  if (!part) return;
  const live = new Live({ url: part.dataset.liveUrl, onMessage, catchUp, onState: () => {} });
  live.start();

  function onMessage(message) {
    if (message.t !== "availability") return;
    // `all`: rooms, hours or rules changed, so any day may.
    if (!message.all && !message.days.includes(document.querySelector(PART)?.dataset.day)) return;
    clearTimeout(timer);
    timer = setTimeout(() => live.refresh(), GATHER_FOR);
  }

  // A dropped connection may have hidden a change; a kept one tells of it.
  async function catchUp(why) {
    const isKnown = why === "opened" || (why === "timer" && live.isConnected);
    if (!isKnown) await refetch(document.querySelector(PART));
  }
}

async function refetch(form) {
  const url = new URL(form.dataset.refreshUrl, location.href);
  for (const [name, value] of new FormData(form)) url.searchParams.set(name, value);
  const picks = picksIn(form);
  const answer = await send("GET", url);
  if (!answer.ok) throw refusal(answer.status);
  if (answer.text.includes("<hx-partial")) return applyPartials(answer.text, form);
  return globalThis.htmx.swap({ text: answer.text, sourceElement: form, target: form, swap: "outerMorph", picks });
}
