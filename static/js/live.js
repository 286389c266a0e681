// One socket a page. The server says *what* changed, never how it looks now: the page fetches that itself, with
// its own permissions. A socket that cannot be had is no loss: `catchUp` is asked every few seconds instead.

import { words } from "./words.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
const POLL_WITHOUT_SOCKET = 5_000;
const POLL_WITH_SOCKET = 25_000;

/**
 * Stays in touch with the server.
 *
 * url: the socket's address, or "" to poll only. onMessage(message): a fact has come. catchUp(why): fetch
 * whatever was missed; rejects when the server cannot be reached; why is "opened" (for the first time),
 * "reopened", "timer", "awake" or "asked". onState("live" | "catching-up" | "offline").
 */
export class Live {
  #wait = FIRST_WAIT;
  #socket = null;
  #pollTimer = null;
  #isReachable = true;
  #wasOpen = false;

  constructor({ url, onMessage, catchUp, onState }) {
    Object.assign(this, { url, onMessage, catchUp, onState });
  }

  start() {
    addEventListener("offline", () => this.#setReachable(false));
    addEventListener("online", () => this.refresh("awake"));
    // A phone that slept has missed things; its timers slept too.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.refresh("awake");
    });
    if (this.url) this.#connect();
    this.#pollLater();
  }

  get isConnected() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Catch up now, and say whether the server could be reached. */
  async refresh(why = "asked") {
    clearTimeout(this.#pollTimer);
    try {
      await this.catchUp(why);
      this.#setReachable(true);
    } catch (error) {
      // Offline is a state, shown as such, and tried again; anything else is a bug for the console.
      if (error.name === "TypeError" || error.name === "TimeoutError" || error.isRefusal) this.#setReachable(false);
      else console.error(error);
    }
    this.#pollLater();
  }

  #connect() {
    this.#socket = new WebSocket(this.url);
    this.#socket.onopen = () => {
      this.#wait = FIRST_WAIT;
      this.refresh(this.#wasOpen ? "reopened" : "opened");
      this.#wasOpen = true;
    };
    this.#socket.onmessage = (event) => this.onMessage(JSON.parse(event.data));
    this.#socket.onclose = () => {
      this.#show();
      // Jitter: a restarted server must not meet all its clients in one moment.
      setTimeout(() => this.#connect(), this.#wait * (0.5 + Math.random()));
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
      this.#pollLater();
    };
  }

  #pollLater() {
    clearTimeout(this.#pollTimer);
    const pause = this.isConnected ? POLL_WITH_SOCKET : POLL_WITHOUT_SOCKET;
    this.#pollTimer = setTimeout(() => this.refresh("timer"), pause);
  }

  // An answer that was under way when the line went says nothing of now.
  #setReachable(isReachable) {
    this.#isReachable = isReachable && navigator.onLine;
    this.#show();
  }

  #show() {
    if (!this.#isReachable) this.onState("offline");
    else this.onState(this.isConnected || !this.url ? "live" : "catching-up");
  }
}

/** An answer that is no success, as an error that means "not reachable right now". */
export function refusal(status) {
  return Object.assign(new Error(`the server answered ${status}`), { isRefusal: true });
}

/** Show on the page's sign whether it is in touch with the server. */
export function showState(state) {
  document.documentElement.classList.toggle("is-offline", state === "offline");
  const sign = document.getElementById("live-state");
  if (!sign || (sign.dataset.state === state && !sign.hidden)) return;
  sign.hidden = false;
  sign.dataset.state = state;
  sign.textContent = words.states[state];
}
