// The sign that says whether the page is in touch with the server.
import { words } from "./words.js";

const STATES = { live: words.live, "catching-up": words.catchingUp, offline: words.offlineState };

export function showState(state) {
  document.documentElement.classList.toggle("is-offline", state === "offline");
  const sign = document.getElementById("live-state");
  if (!sign || (sign.dataset.state === state && !sign.hidden)) return;
  sign.hidden = false;
  sign.dataset.state = state;
  sign.textContent = STATES[state];
}
