// The guided tour of the calendar page: ?tour in the address starts it. The server knows the steps and how far one is.
import { send } from "./http.js";

const ADDRESS = "/dashboard/help/tour/";
const EDGE = 4;
let card, ring, steps, at;

export async function start() {
  if (!new URLSearchParams(location.search).has("tour")) return;
  const answer = await send("GET", ADDRESS);
  if (!answer.ok) return;
  document.body.insertAdjacentHTML("beforeend", answer.text);
  card = document.getElementById("tour");
  ring = document.getElementById("tour-ring");
  // What is not on this page, or not shown at this width, is no step.
  steps = [...card.querySelectorAll("template")].filter(({ dataset }) => !dataset.places || placeOf(dataset));
  card.addEventListener("click", ({ target }) => act(target.closest("[data-tour-do]")?.dataset.tourDo));
  document.addEventListener("keydown", onKey, true);
  for (const event of ["resize", "scroll"]) addEventListener(event, frame, true);
  show(Math.min(Number(card.dataset.at), steps.length - 1));
}

function placeOf({ places }) {
  return places.split(" | ").map((one) => document.querySelector(one)).find((one) => one?.getClientRects().length);
}

function act(what) {
  if (what === "skip" || (what === "next" && at === steps.length - 1)) end(what);
  else if (what) show(at + (what === "next" ? 1 : -1));
}

function onKey(event) {
  const what = { Escape: "skip", ArrowRight: "next", ArrowLeft: "back" }[event.key];
  if (!what || !card.contains(document.activeElement)) return;
  event.preventDefault();
  event.stopPropagation();
  act(what);
}

function show(number) {
  at = Math.max(0, number);
  const { dataset } = steps[at];
  const isLast = at === steps.length - 1;
  card.querySelector("h2").textContent = dataset.title;
  card.querySelector(".tour-text").textContent = dataset.text;
  card.querySelector(".tour-count").textContent = `${at + 1} / ${steps.length}`;
  card.querySelector("[data-tour-do=back]").disabled = !at;
  card.querySelector("[data-next]").hidden = isLast;
  card.querySelector("[data-end]").hidden = !isLast;
  const place = dataset.places && placeOf(dataset);
  if (place) place.scrollIntoView({ block: "nearest", inline: "nearest" });
  frame();
  card.querySelector("h2").focus({ preventScroll: true });
  send("POST", ADDRESS, { at });
}

// The ring around what the step is about, and the card out of its way.
function frame() {
  const place = steps[at].dataset.places && placeOf(steps[at].dataset);
  ring.hidden = !place;
  if (!place) return card.classList.remove("is-top");
  const box = place.getBoundingClientRect();
  const [top, left] = [Math.max(EDGE, box.top - EDGE), Math.max(EDGE, box.left - EDGE)];
  const [bottom, right] = [Math.min(innerHeight - EDGE, box.bottom + EDGE), Math.min(innerWidth - EDGE, box.right + EDGE)];
  const sides = { top, left, width: right - left, height: bottom - top };
  for (const [side, value] of Object.entries(sides)) ring.style.setProperty(side, `${value}px`);
  card.classList.toggle("is-top", box.top > innerHeight / 2);
}

async function end(what) {
  document.removeEventListener("keydown", onKey, true);
  for (const event of ["resize", "scroll"]) removeEventListener(event, frame, true);
  card.remove();
  ring.remove();
  const url = new URL(location.href);
  url.searchParams.delete("tour");
  history.replaceState(history.state, "", url);
  document.getElementById("main").focus({ preventScroll: true });
  if (what === "next") await send("POST", ADDRESS, { at: "done" });
}
