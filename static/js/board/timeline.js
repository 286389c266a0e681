// <boom-timeline>: the rooms board. The server draws it; this puts it into people's hands.
import { enableDragging } from "./drag.js";
import { enableDrawing } from "./draw.js";
import { Ground } from "./ground.js";
import { enableKeys } from "./keys.js";
import { keepNow } from "./now.js";

// How much of the past stays in sight when the board opens: an hour and a half.
const PAST = 18;

class BoomTimeline extends HTMLElement {
  #isReady = false;

  connectedCallback() {
    // htmx may move the element; its listeners move with it.
    if (this.#isReady) return;
    this.#isReady = true;
    // A page with only the list of tonight has a board without rows, for the sake of what it hears.
    if (!this.querySelector(".tl-scroll")) return;
    const ground = new Ground(this);
    enableDragging(ground);
    enableDrawing(ground);
    enableKeys(ground);
    keepNow(ground);
    if (this.dataset.now) requestAnimationFrame(() => this.#scrollTo(ground, Number(this.dataset.now)));
  }

  #scrollTo(ground, instant) {
    const lane = this.querySelector(".tl-lane");
    // Whoever came for one booking looks at that one.
    if (!lane || this.contains(document.activeElement)) return;
    if (ground.isAcross) {
      ground.scroller.scrollTop = Math.max(0, ((ground.unitOf(instant) - PAST) / ground.units) * lane.clientHeight);
      return;
    }
    const left = ((ground.unitOf(instant) - PAST) / ground.units) * lane.clientWidth;
    ground.scroller.scrollLeft = Math.max(0, left) * (ground.isRtl ? -1 : 1);
  }
}

customElements.define("boom-timeline", BoomTimeline);
