// Making a booking on empty ground: draw a stretch with the mouse, or press twice. Both open the form in the
// drawer; the "New booking" button does the same without a mouse.
import { open } from "../drawer.js";
import { scrollNearEdges, Tip } from "./drag.js";

const SLOP = 4;
const ONE_HOUR = 12;

/** Let stretches be drawn on the board's empty ground. */
export function enableDrawing(ground) {
  const { element } = ground;
  if (!element.dataset.newUrl) return;
  element.addEventListener("pointerdown", (event) => {
    const isEmpty = event.target.matches(".tl-lane, .midnight, .closed");
    if (isEmpty && event.button === 0 && event.pointerType === "mouse") follow(ground, event);
  });
  element.addEventListener("dblclick", (event) => {
    const lane = event.target.closest(".tl-lane");
    if (!lane || event.target.closest(".ev, .through")) return;
    const room = lane.closest(".tl-row").dataset.room;
    const at = floorTo(ground.step, ground.unitAt(event, lane));
    const free = freeAround(ground, room, at);
    openForm(ground, { room, at, length: Math.min(ONE_HOUR, free.end - at) });
  });
}

function openForm(ground, { room, at, length }) {
  const url = new URL(ground.element.dataset.newUrl, location.href);
  url.searchParams.set("day", ground.element.dataset.day);
  url.searchParams.set("room", room);
  url.searchParams.set("start", at);
  url.searchParams.set("length", length);
  return open(url.pathname + url.search);
}

/** The free stretch of a room around a unit. */
function freeAround(ground, room, unit) {
  const tickets = ground.takenIn(room).filter((each) => ground.inTheWay(ground.positionOf(each)).length);
  const ends = tickets.map((ticket) => Number(ticket.dataset.at) + Number(ticket.dataset.len));
  const starts = tickets.map((ticket) => Number(ticket.dataset.at));
  return {
    start: Math.max(0, ...ends.filter((end) => end <= unit)),
    end: Math.min(ground.units, ...starts.filter((start) => start > unit)),
  };
}

function floorTo(step, unit) {
  return Math.floor(unit / step) * step;
}

function follow(ground, down) {
  const lane = down.target.closest(".tl-lane");
  const room = lane.closest(".tl-row").dataset.room;
  const anchor = floorTo(ground.step, ground.unitAt(down, lane));
  const free = freeAround(ground, room, anchor);
  let pointer = { x: down.clientX, y: down.clientY };
  let stretch = null;
  let ghost = null;
  let tip = null;
  let frame = 0;
  const listeners = new AbortController();
  const on = (type, handler, options) => addEventListener(type, handler, { signal: listeners.signal, ...options });
  on("pointermove", onMove);
  on("pointerup", () => end(false));
  on("pointercancel", () => end(true));
  on("keydown", onKey, { capture: true });

  function onMove(event) {
    pointer = { x: event.clientX, y: event.clientY };
    const along = ground.isAcross ? pointer.y - down.clientY : pointer.x - down.clientX;
    if (ghost || Math.abs(along) < SLOP) return;
    ghost = document.createElement("li");
    ghost.className = "ghost";
    lane.append(ghost);
    tip = new Tip();
    frame = requestAnimationFrame(draw);
  }

  function draw() {
    if (ground.isAcross) scrollNearEdges(ground, down.clientX, pointer.y);
    else scrollNearEdges(ground, pointer.x, down.clientY);
    stretch = wanted();
    ghost.style.setProperty("--s", stretch.at);
    ghost.style.setProperty("--w", stretch.length);
    tip.show(`${ground.span(stretch)} ${ground.roomName(room)}`, pointer.x, pointer.y, false);
    frame = requestAnimationFrame(draw);
  }

  // From where it began to the pointer, either way, never over what is there.
  function wanted() {
    const here = ground.unitAt(pointer, lane);
    const low = here < anchor ? floorTo(ground.step, here) : anchor;
    const high = here < anchor ? anchor + ground.step : ground.snap(here + ground.step / 2);
    const at = ground.clamp(low, free.start, free.end);
    return { room, at, length: ground.clamp(high, at + ground.step, free.end) - at };
  }

  function onKey(event) {
    if (event.key !== "Escape" || !ghost) return;
    event.preventDefault();
    event.stopPropagation();
    end(true);
  }

  async function end(isCancelled) {
    listeners.abort();
    if (!ghost) return;
    cancelAnimationFrame(frame);
    tip.remove();
    if (!isCancelled) await openForm(ground, wanted());
    ghost.remove();
  }
}
