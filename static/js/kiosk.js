// A kiosk at the door: back at its start when nobody touches it, so that nobody finds what another typed.
import * as forms from "./forms.js";
import * as slots from "./slots.js";

for (const part of [forms, slots]) part.start();

const SECOND = 1000;
const TOUCHES = ["pointerdown", "keydown", "input"];
const { start, idle } = document.getElementById("main").dataset;
let timer = null;

for (const name of TOUCHES) addEventListener(name, wind, true);
// Back brings no page with what was typed out of the browser's cache.
addEventListener("pageshow", (event) => event.persisted && home());
wind();

function wind() {
  clearTimeout(timer);
  timer = setTimeout(home, idle * SECOND);
}

// Not while the net is away: the browser's own page of excuses never comes back by itself.
async function home() {
  try {
    const answer = await fetch(start, { cache: "no-store", signal: AbortSignal.timeout(10 * SECOND) });
    if (answer.status < 500) return location.replace(start);
  } catch {
    // Tried again with the next round.
  }
  wind();
}
