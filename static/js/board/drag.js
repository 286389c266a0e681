// Dragging with a pointer. A mouse drags after 4 px; a finger after holding 350 ms, so that panning stays the
// browser's own. The edges of a ticket resize it. Esc puts it back; near an edge of the board it scrolls.
import { words } from "../words.js";
import { saveMove } from "./saving.js";

const MOUSE_SLOP = 4;
const TOUCH_SLOP = 8;
const TOUCH_HOLD = 350;
const EDGE = 8;
const TOUCH_EDGE = 16;
const NARROW = 40;
const SCROLL_ZONE = 44;
const SCROLL_SPEED = 14;

/** Let tickets of the board be dragged. */
export function enableDragging(ground) {
  const { element } = ground;
  let justDragged = false;
  element.addEventListener("pointerdown", (event) => {
    const ticket = event.target.closest(".ev");
    if (!ticket || event.button !== 0 || !ground.isMovable(ticket)) return;
    follow(ground, ticket, event, () => {
      justDragged = true;
      // The click that ends a drag comes right after it, if it comes at all.
      setTimeout(() => (justDragged = false), 50);
    });
  });
  element.addEventListener("pointermove", (event) => markEdge(ground, event));
  // A link can be dragged by itself; that would drag its address.
  element.addEventListener("dragstart", (event) => event.preventDefault());
  element.addEventListener(
    "click",
    (event) => {
      if (!justDragged) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
}

/** Whether something is being dragged or carried: no row may be replaced now. */
export function isBusy(element) {
  return Boolean(element.querySelector(".is-drag, .ghost"));
}

/** Scroll the board while the pointer is near one of its edges; call once a frame. */
export function scrollNearEdges(ground, x, y) {
  const box = ground.scroller.getBoundingClientRect();
  const corner = ground.element.querySelector(".tl-corner");
  const [label, head] = [corner.offsetWidth, corner.offsetHeight];
  const [start, end] = ground.isRtl ? [box.left, box.right - label] : [box.left + label, box.right];
  ground.scroller.scrollBy(push(x, start, end), push(y, box.top + head, box.bottom - head));
}

function push(value, low, high) {
  if (value < low + SCROLL_ZONE) return -SCROLL_SPEED * Math.min(1, (low + SCROLL_ZONE - value) / SCROLL_ZONE);
  if (value > high - SCROLL_ZONE) return SCROLL_SPEED * Math.min(1, (value - high + SCROLL_ZONE) / SCROLL_ZONE);
  return 0;
}

/** The little sign beside the pointer. */
export class Tip {
  constructor() {
    this.element = document.createElement("div");
    this.element.className = "tip";
    this.element.append("");
    document.body.append(this.element);
  }

  show(sentence, x, y, isClash) {
    // The text of a node that stays: a new one, each frame, would have rules with :has looked through again.
    this.element.firstChild.data = sentence;
    this.element.classList.toggle("is-clash", isClash);
    const { width, height } = this.element.getBoundingClientRect();
    const left = Math.min(x + 14, innerWidth - width - 8);
    const top = y + 18 + height > innerHeight ? y - height - 10 : y + 18;
    this.element.style.setProperty("translate", `${left}px ${top}px`);
  }

  remove() {
    this.element.remove();
  }
}

function edgeAt(ground, ticket, { clientX: x, clientY: y }, isTouch) {
  const box = ticket.getBoundingClientRect();
  if ((ground.isAcross ? box.height : box.width) <= NARROW) return "";
  const reach = isTouch ? TOUCH_EDGE : EDGE;
  const sideways = ground.isRtl ? [box.right - x, x - box.left] : [x - box.left, box.right - x];
  const [toStart, toEnd] = ground.isAcross ? [y - box.top, box.bottom - y] : sideways;
  if (toEnd < reach) return "end";
  return toStart < reach ? "start" : "";
}

function markEdge(ground, event) {
  if (event.pointerType === "touch" || event.buttons) return;
  const ticket = event.target.closest(".ev");
  if (!ticket) return;
  ticket.classList.toggle("at-edge", ground.isMovable(ticket) && Boolean(edgeAt(ground, ticket, event)));
}

function follow(ground, ticket, down, onDragged) {
  const isTouch = down.pointerType === "touch";
  const edge = edgeAt(ground, ticket, down, isTouch);
  const from = ground.positionOf(ticket);
  const grabbedAt = ground.unitAt(down);
  let pointer = { x: down.clientX, y: down.clientY };
  let position = from;
  let tip = null;
  let frame = 0;
  const hold = isTouch && setTimeout(lift, TOUCH_HOLD);
  const listeners = new AbortController();
  const on = (type, handler, options) => addEventListener(type, handler, { signal: listeners.signal, ...options });
  on("pointermove", onMove);
  on("pointerup", () => end(false));
  on("pointercancel", () => end(true));
  on("keydown", onKey, { capture: true });
  // Only a listener that may say no keeps the browser from panning under a lifted ticket.
  on("touchmove", (event) => tip && event.preventDefault(), { passive: false });
  on("contextmenu", (event) => isTouch && event.preventDefault());

  function lift() {
    tip = new Tip();
    ticket.classList.add("is-drag");
    document.documentElement.classList.add(manner());
    navigator.vibrate?.(12);
    frame = requestAnimationFrame(draw);
  }

  function manner() {
    if (!edge) return "is-dragging";
    return ground.isAcross ? "is-resizing-down" : "is-resizing";
  }

  function onMove(event) {
    if (event.pointerId !== down.pointerId) return;
    pointer = { x: event.clientX, y: event.clientY };
    if (tip) return;
    const distance = Math.hypot(pointer.x - down.clientX, pointer.y - down.clientY);
    if (isTouch && distance > TOUCH_SLOP) end(true);
    else if (!isTouch && distance >= MOUSE_SLOP) lift();
  }

  // Once a frame, whatever the pointer sends: the board may scroll under a pointer that rests.
  function draw() {
    scrollNearEdges(ground, pointer.x, pointer.y);
    position = wanted();
    const inTheWay = ground.show(ticket, position);
    const state = inTheWay.length ? `, ${words.taken}` : "";
    const sentence = `${ground.span(position)} ${ground.roomName(position.room)}${state}`;
    tip.show(sentence, pointer.x, pointer.y, inTheWay.length > 0);
    frame = requestAnimationFrame(draw);
  }

  function wanted() {
    const by = ground.snap(ground.unitAt(pointer) - grabbedAt);
    if (edge === "end") return resizedTo(from.at, ground.snap(from.at + from.length + by));
    if (edge === "start") return resizedTo(ground.snap(from.at + by), from.at + from.length);
    const at = by === 0 ? from.at : ground.snap(from.at + by);
    const room = ground.roomAt(pointer.x, pointer.y) ?? position.room;
    return { room, at: ground.clamp(at, 0, ground.units - from.length), length: from.length };
  }

  function resizedTo(start, stop) {
    if (edge === "end") {
      const end = ground.clamp(stop, start + ground.step, ground.units);
      return { ...from, length: end - start };
    }
    const at = ground.clamp(start, 0, stop - ground.step);
    return { ...from, at, length: stop - at };
  }

  function onKey(event) {
    if (event.key !== "Escape" || !tip) return;
    event.preventDefault();
    event.stopPropagation();
    end(true);
  }

  function end(isCancelled) {
    clearTimeout(hold);
    listeners.abort();
    if (!tip) return;
    cancelAnimationFrame(frame);
    // The pointer may have come to rest between two frames.
    const to = isCancelled ? from : wanted();
    tip.remove();
    ticket.classList.remove("is-drag", "at-edge");
    document.documentElement.classList.remove(manner());
    onDragged();
    if (!isCancelled) ground.show(ticket, to);
    saveMove(ground, ticket, from, to);
  }
}
