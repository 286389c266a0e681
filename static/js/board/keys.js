// The keyboard's board. One Tab stop; arrows travel, Enter opens, M picks a ticket up: then arrows move it, Shift
// with left or right changes its length, Enter saves, Esc puts it back. Everything is spoken.
import { meaning } from "../known_keys.js";
import { words } from "../words.js";
import { say } from "./ground.js";
import { saveMove, sayPosition } from "./saving.js";

/** Let the board be used with the keyboard. */
export function enableKeys(ground) {
  new BoardKeys(ground);
}

class BoardKeys {
  #ground;
  #carried = null;

  constructor(ground) {
    this.#ground = ground;
    const { element } = ground;
    element.addEventListener("keydown", (event) => this.#onKey(event));
    element.addEventListener("focusin", (event) => this.#onFocus(event));
    element.addEventListener("htmx:after:settle", () => this.#rove());
    // Whoever takes the mouse has let go of the keyboard.
    element.addEventListener("pointerdown", () => this.#putBack());
    this.#rove();
  }

  // ---- one Tab stop

  #rove(chosen = null) {
    const links = [...this.#ground.element.querySelectorAll(".ev > a")];
    const current = chosen ?? links.find((link) => link.tabIndex === 0 && link.hasAttribute("tabindex")) ?? links[0];
    for (const link of links) {
      const wanted = link === current ? "0" : "-1";
      if (link.getAttribute("tabindex") !== wanted) link.setAttribute("tabindex", wanted);
    }
    // An empty board is still a place to scroll in.
    this.#ground.scroller.tabIndex = links.length ? -1 : 0;
  }

  #onFocus(event) {
    const link = event.target.closest(".ev > a");
    if (link) this.#rove(link);
  }

  #onKey(event) {
    const ticket = event.target.closest(".ev");
    if (!ticket || event.ctrlKey || event.metaKey || event.altKey) return;
    const isHandled = this.#carried ? this.#carry(event) : this.#travel(event, ticket);
    if (!isHandled) return;
    event.preventDefault();
    event.stopPropagation();
  }

  // ---- travelling

  #travel(event, ticket) {
    const meant = meaning(event, "board");
    if (meant === "carry") {
      this.#pickUp(ticket);
      return true;
    }
    if (meant !== "travel") return false;
    const target = this.#neighbour(event.key, ticket);
    if (target === undefined) return false;
    if (target) this.#focus(target);
    return true;
  }

  /** The ticket an arrow leads to; null at the end, undefined for other keys. */
  #neighbour(key, ticket) {
    const { room } = this.#ground.positionOf(ticket);
    const row = this.#ground.ticketsIn(room);
    const { along, over } = this.#arrows();
    const sideways = along[key];
    if (sideways) return row[row.indexOf(ticket) + sideways] ?? null;
    if (key === "Home") return row[0];
    if (key === "End") return row[row.length - 1];
    const down = over[key];
    return down && this.#nearestInRows(room, down, middleOf(ticket));
  }

  // Rows without tickets are passed over; in the next one, the ticket nearest in time.
  #nearestInRows(room, direction, middle) {
    const rooms = this.#ground.rooms;
    for (let index = rooms.indexOf(room) + direction; rooms[index] !== undefined; index += direction) {
      const near = this.#ground
        .ticketsIn(rooms[index])
        .sort((one, other) => Math.abs(middleOf(one) - middle) - Math.abs(middleOf(other) - middle));
      if (near.length) return near[0];
    }
    return null;
  }

  #focus(ticket) {
    ticket.querySelector("a").focus({ preventScroll: true });
    ticket.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // ---- carrying

  #pickUp(ticket) {
    if (!this.#ground.isMovable(ticket)) {
      say(words.fixed(this.#ground.nameOf(ticket)));
      return;
    }
    const from = this.#ground.positionOf(ticket);
    this.#carried = { ticket, from, position: from };
    ticket.classList.add("is-drag");
    say(words.picked(this.#ground.nameOf(ticket)));
  }

  #carry(event) {
    // Tab would lose the ticket in mid-air.
    if (event.key === "Tab") return true;
    if (event.key === "Escape") {
      this.#putBack();
      say(words.putBack);
      return true;
    }
    if (event.key === "Enter" || event.key === " ") {
      const { ticket, from, position } = this.#letGo();
      saveMove(this.#ground, ticket, from, position);
      return true;
    }
    const position = this.#moved(event.key, event.shiftKey);
    if (!position) return false;
    const { ticket } = this.#carried;
    this.#carried.position = position;
    const inTheWay = this.#ground.show(ticket, position);
    ticket.scrollIntoView({ block: "nearest", inline: "nearest" });
    sayPosition(this.#ground, position, inTheWay);
    return true;
  }

  #moved(key, isResize) {
    const { position } = this.#carried;
    const { step, units } = this.#ground;
    const { along, over } = this.#arrows();
    const by = along[key] && along[key] * step;
    if (by && isResize) {
      return { ...position, length: this.#ground.clamp(position.length + by, step, units - position.at) };
    }
    if (by) return { ...position, at: this.#ground.clamp(position.at + by, 0, units - position.length) };
    const down = over[key];
    if (!down) return null;
    const rooms = this.#ground.rooms;
    const index = this.#ground.clamp(rooms.indexOf(position.room) + down, 0, rooms.length - 1);
    return { ...position, room: rooms[index] };
  }

  /** What the arrows mean: along time, and over to another room. */
  #arrows() {
    const forward = this.#ground.isRtl ? -1 : 1;
    const sideways = { ArrowRight: forward, ArrowLeft: -forward };
    const upright = { ArrowDown: 1, ArrowUp: -1 };
    return this.#ground.isAcross ? { along: upright, over: sideways } : { along: sideways, over: upright };
  }

  #putBack() {
    if (!this.#carried) return;
    const { ticket, from } = this.#letGo();
    this.#ground.restore(ticket, from);
  }

  #letGo() {
    const carried = this.#carried;
    this.#carried = null;
    carried.ticket.classList.remove("is-drag");
    return carried;
  }
}

function middleOf(ticket) {
  return Number(ticket.dataset.at) + Number(ticket.dataset.len) / 2;
}
