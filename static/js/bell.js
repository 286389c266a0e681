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
const SOCKET_WITHIN = 3_000;

export function start() {
  const bell = document.querySelector("[data-bell]");
  if (!bell) return;
  // A page that stays in touch by itself hears of alerts on its own socket.
  const isShared = Boolean(document.querySelector("[data-live-url]"));
  const live = new Live({
    url: isShared ? "" : bell.dataset.live,
    onMessage: () => {},
    catchUp: () => refetch(bell),
    onState: () => {},
    pollEvery: EVERY,
  });
  let timer = null;
  document.addEventListener("boom:alert", () => {
    clearTimeout(timer);
    timer = setTimeout(() => live.refresh(), GATHER_FOR + Math.random() * SPREAD);
  });
  live.start();
  if (isShared) live.refresh();
  else setTimeout(() => live.isConnected || live.refresh(), SOCKET_WITHIN);
}

async function refetch(bell) {
  const last = bell.querySelector("[data-last]")?.dataset.last;
  const answer = await send("GET", last === undefined ? bell.dataset.url : `${bell.dataset.url}?since=${last}`);
  if (!answer.ok) throw refusal(answer.status);
  await applyPartials(answer.text);
}
