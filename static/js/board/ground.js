// The ground the tickets lie on: reading and setting positions, what is in the way, what a unit is called.
// Positions are {room, at, length} in units of five minutes from the board's start.

const UNIT_MS = 5 * 60_000;
// A no-show has given the room back.
const OUT_OF_THE_WAY = new Set(["no_show", "cancelled", "expired", "released"]);

export class Ground {
  #format;

  constructor(element) {
    this.element = element;
    this.scroller = element.querySelector(".tl-scroll");
    this.units = Number(element.dataset.cols);
    this.step = Number(element.dataset.step);
    this.startsAt = Number(element.dataset.starts);
    this.#format = new Intl.DateTimeFormat(document.documentElement.lang, {
      timeZone: element.dataset.zone,
      hour: element.dataset.clock === "12" ? "numeric" : "2-digit",
      minute: "2-digit",
      hourCycle: element.dataset.clock === "12" ? "h12" : "h23",
    });
  }

  get isRtl() {
    return getComputedStyle(this.element).direction === "rtl";
  }

  /** Whether rooms stand side by side and time runs down. */
  get isAcross() {
    return this.element.dataset.rooms === "across";
  }

  get mayChange() {
    return Boolean(this.element.dataset.moveUrl);
  }

  get tickets() {
    return [...this.element.querySelectorAll(".ev")];
  }

  get rooms() {
    return [...this.element.querySelectorAll(".tl-row")].map((row) => row.dataset.room);
  }

  row(room) {
    return this.element.querySelector(`#row-${room}`);
  }

  lane(room) {
    return this.row(room).querySelector(".tl-lane");
  }

  ticket(id) {
    return this.element.querySelector(`#${id}`);
  }

  ticketsIn(room) {
    return [...this.row(room).querySelectorAll(".ev")].sort((one, other) => one.dataset.at - other.dataset.at);
  }

  nameOf(ticket) {
    return ticket.querySelector("b").textContent;
  }

  roomName(room) {
    return this.element.querySelector(`#r${room}`).textContent;
  }

  /** Whether this person may move this ticket at all. */
  isMovable(ticket) {
    return this.mayChange && !ticket.hasAttribute("data-fixed");
  }

  positionOf(ticket) {
    const { at, len } = ticket.dataset;
    return { room: ticket.closest(".tl-row").dataset.room, at: Number(at), length: Number(len) };
  }

  /** Show `ticket` there for now; the server's row will say where it really is. */
  show(ticket, position) {
    ticket.style.setProperty("--s", position.at);
    ticket.style.setProperty("--w", position.length);
    const lane = this.lane(position.room);
    if (ticket.parentElement !== lane) carry(ticket, lane);
    const inTheWay = this.inTheWay(position, ticket);
    ticket.classList.toggle("is-clash", inTheWay.length > 0);
    this.markTarget(lane);
    return inTheWay;
  }

  /** Put `ticket` back where the server last had it. */
  restore(ticket, position) {
    this.show(ticket, position);
    ticket.style.removeProperty("--s");
    ticket.style.removeProperty("--w");
    ticket.classList.remove("is-clash", "is-saving");
    this.markTarget(null);
  }

  markTarget(lane) {
    const marked = this.element.querySelector(".is-target");
    // Taken off and put on again it would cost a new look at all that is in the lane, each frame of a drag.
    if (marked === lane) return;
    marked?.classList.remove("is-target");
    lane?.classList.add("is-target");
  }

  /** What takes time of a room, in order: its tickets, and where it is taken through rooms that share its space. */
  takenIn(room) {
    return [...this.row(room).querySelectorAll(".ev, .through")].sort((one, other) => one.dataset.at - other.dataset.at);
  }

  /** What overlaps `position`, `ticket` itself and what it alone takes elsewhere aside. */
  inTheWay(position, ticket = null) {
    return this.takenIn(position.room).filter((other) => {
      if (other === ticket || OUT_OF_THE_WAY.has(other.dataset.s)) return false;
      if (ticket && other.dataset.of?.trim() === ticket.id) return false;
      // An example gives way to all that is none.
      if ("example" in other.dataset && !(ticket && "example" in ticket.dataset)) return false;
      const start = Number(other.dataset.at);
      return start < position.at + position.length && position.at < start + Number(other.dataset.len);
    });
  }

  /** The unit under a point, as a fraction; may lie outside the board. */
  unitAt({ x, y }, lane = this.element.querySelector(".tl-lane")) {
    const box = lane.getBoundingClientRect();
    if (this.isAcross) return ((y - box.top) / box.height) * this.units;
    return ((this.isRtl ? box.right - x : x - box.left) / box.width) * this.units;
  }

  /** The room under a point, or undefined outside the rows (over the hours, the foot). */
  roomAt(x, y) {
    return document.elementFromPoint(x, y)?.closest(".tl-row")?.dataset.room;
  }

  snap(unit) {
    return Math.round(unit / this.step) * this.step;
  }

  clamp(unit, low, high) {
    return Math.min(Math.max(unit, low), high);
  }

  /** The wall time of a unit at the venue, right on nights with a clock change too. */
  time(unit) {
    return this.#format.format(this.startsAt + unit * UNIT_MS);
  }

  /** The weekday of a unit at the venue. */
  weekday(unit) {
    const options = { timeZone: this.element.dataset.zone, weekday: "short" };
    return new Intl.DateTimeFormat(document.documentElement.lang, options).format(this.startsAt + unit * UNIT_MS);
  }

  /** The unit of an instant in milliseconds, as a fraction. */
  unitOf(instant) {
    return (instant - this.startsAt) / UNIT_MS;
  }

  /** The unit of now, by the server's clock. */
  now() {
    return this.unitOf(Date.now() + (this.element.clockAhead ?? 0));
  }

  span(position) {
    return `${this.time(position.at)}–${this.time(position.at + position.length)}`;
  }

  isSame(one, other) {
    return one.room === other.room && one.at === other.at && one.length === other.length;
  }
}

/** Say it to screen readers at once. */
export function say(sentence) {
  document.getElementById("say").textContent = sentence;
}

// moveBefore keeps focus and a running touch; where it is unknown the focus is carried by hand.
function carry(ticket, lane) {
  if (lane.moveBefore) {
    lane.moveBefore(ticket, null);
    return;
  }
  const link = ticket.querySelector("a");
  const hadFocus = document.activeElement === link;
  lane.append(ticket);
  if (hadFocus) link.focus({ preventScroll: true });
}
