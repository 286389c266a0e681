// The bell: how many things are new, as it happens. A fact from the socket says that there is something; the count
// and the words are fetched, each person's own. What was missed is told by the number of the last one that was seen.
//
// <span id="bell" data-bell data-url="/dashboard/alerts/count/" data-live="wss://…/ws/calendar/"></span>
import { applyPartials, send } from "./http.js";
import { Live, refusal } from "./live.js";

// All pages of a venue hear of it in one moment.
const GATHER_FOR = 150;
const SPREAD = 300;
const EVERY = 30_000;
const NEWS = "boom:alert";
const SOCKET_WITHIN = 3_000;

export function start() {
  const bell = document.querySelector("[data-bell]");
  if (!bell) return;
  // A page that stays in touch by itself hears of alerts on its own socket.
  const isShared = Boolean(document.querySelector("[data-live-url]"));
  let askedAt = 0;
  const live = new Live({
    url: isShared ? "" : bell.dataset.live,
    onMessage: hear,
    catchUp: async (why) => {
      if (why === "timer" && Date.now() - askedAt < EVERY) return;
      askedAt = Date.now();
      await refetch(bell);
    },
    onState: () => {},
  });
  let timer = null;
  document.addEventListener(NEWS, () => {
    clearTimeout(timer);
    timer = setTimeout(() => live.refresh(), GATHER_FOR + Math.random() * SPREAD);
  });
  live.start();
  if (isShared) live.refresh();
  else setTimeout(() => live.isConnected || live.refresh(), SOCKET_WITHIN);
}

/** Take a fact from the socket, whosever it is: the bell may be what it is about. */
export function hear(message) {
  if (message.t === "alert") document.dispatchEvent(new CustomEvent(NEWS));
}

async function refetch(bell) {
  const last = bell.querySelector("[data-last]")?.dataset.last;
  const answer = await send("GET", last === undefined ? bell.dataset.url : `${bell.dataset.url}?since=${last}`);
  if (!answer.ok) throw refusal(answer.status);
  await applyPartials(answer.text);
}
