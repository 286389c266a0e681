// The board stays true: facts from the socket name rows, the rows are fetched, what others changed glows once.
import { applyPartials, clientId, send } from "../http.js";
import { Live, refusal, showState } from "../live.js";
import { words } from "../words.js";
import { isBusy } from "./drag.js";

const GATHER_FOR = 120;
const WAIT_WHILE_BUSY = 300;
const GLOW_FOR = 1_000;

export function start() {
  // The board; on the page of the list a stand-in without rows.
  const board = document.querySelector("#board[data-rows-url]");
  if (board?.dataset.rowsUrl) new BoardRefresh(board).start();
}

class BoardRefresh {
  #board;
  #live;
  #rooms = new Set();
  #timer = null;
  // Everything up to here is on the board. Only an answer of the server moves it on, never a fact from the
  // socket: facts may overtake each other, or be lost.
  #seen;

  constructor(board) {
    this.#board = board;
    this.#seen = board.dataset.v;
    this.#live = new Live({
      url: board.dataset.liveUrl,
      onMessage: (message) => this.#onMessage(message),
      catchUp: () => this.#catchUp(),
      onState: showState,
    });
  }

  start() {
    this.#board.addEventListener("boom:late", () => this.#gather([]));
    if (this.#board.dataset.changesUrl) this.#live.start();
  }

  #onMessage(message) {
    // For the bell (bell.js), which has no socket of its own beside this one.
    if (message.t === "alert") document.dispatchEvent(new CustomEvent("boom:alert"));
    if (message.by === clientId) return;
    // Rooms, hours or rules are others now: the answer to what was missed says whether to load the page anew.
    if (message.t === "setup") this.#live.refresh();
    if (message.t === "rows" && message.day === this.#board.dataset.day) this.#gather(message.rooms);
  }

  async #catchUp() {
    const url = this.#address(this.#board.dataset.changesUrl, { since: this.#seen });
    const answer = await send("GET", url);
    if (!answer.ok) throw refusal(answer.status);
    const { v, rooms } = JSON.parse(answer.text);
    if (rooms.length) await this.#fetchRows(rooms);
    this.#seen = v;
  }

  #gather(rooms) {
    for (const room of rooms) this.#rooms.add(String(room));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#flush(), GATHER_FOR);
  }

  async #flush() {
    if (isBusy(this.#board)) {
      this.#timer = setTimeout(() => this.#flush(), WAIT_WHILE_BUSY);
      return;
    }
    const rooms = [...this.#rooms];
    this.#rooms.clear();
    try {
      await this.#fetchRows(rooms);
    } catch {
      // Not reachable: asking for all since what was seen tells the person so, and mends it when it is again.
      this.#live.refresh();
    }
  }

  async #fetchRows(rooms) {
    const shown = rooms.map(String).filter((room) => this.#board.querySelector(`#row-${room}`));
    const answer = await send("GET", this.#address(this.#board.dataset.rowsUrl, { room: shown }));
    if (!answer.ok) throw refusal(answer.status);
    // A ticket may have been taken in hand since we asked; then this answer is dropped and asked for again.
    if (isBusy(this.#board)) {
      this.#gather(rooms);
      return;
    }
    const before = this.#fingerprints();
    const focused = document.activeElement?.closest?.(".ev")?.id;
    await applyPartials(answer.text, this.#board);
    this.#glow(before);
    if (focused && document.activeElement === document.body) {
      this.#board.querySelector(`#${focused} > a`)?.focus({ preventScroll: true });
    }
  }

  #address(base, values) {
    const url = new URL(base, location.href);
    url.searchParams.set("day", this.#board.dataset.day);
    for (const [name, value] of Object.entries(values)) {
      for (const one of [value].flat()) url.searchParams.append(name, one);
    }
    return url;
  }

  #fingerprints() {
    const tickets = [...this.#board.querySelectorAll(".ev")];
    return new Map(tickets.map((ticket) => [ticket.id, fingerprint(ticket)]));
  }

  #glow(before) {
    for (const ticket of this.#board.querySelectorAll(".ev")) {
      if (before.get(ticket.id) === fingerprint(ticket)) continue;
      ticket.classList.add("is-glowing");
      setTimeout(() => ticket.classList.remove("is-glowing"), GLOW_FOR);
    }
  }
}

function fingerprint(ticket) {
  return `${ticket.dataset.v} ${ticket.closest(".tl-row").id}`;
}
