// The floor's page: a staff page without a board, whose tiles are fetched again whenever anything changes, and each
// half minute.
//
// <div id="floor" data-floor data-url="/dashboard/floor/" data-live-url="wss://…/ws/calendar/">
import * as bell from "./bell.js";
import { send } from "./http.js";
import * as confirm from "./confirm.js";
import * as drawer from "./drawer.js";
import * as forms from "./forms.js";
import { Live, refusal, showState } from "./live.js";
import * as menu from "./menu.js";
import * as shortcuts from "./shortcuts.js";
import * as toast from "./toast.js";

const GATHER_FOR = 120;
let timer = null;

for (const part of [confirm, forms, toast, drawer, menu, shortcuts, bell]) part.start();

const floor = document.querySelector("[data-floor]");
const live = new Live({ url: floor.dataset.liveUrl, onMessage, catchUp: refetch, onState: showState });
live.start();

// One's own presses, too: their answers carry no tiles.
function onMessage(message) {
  bell.hear(message);
  if (message.t !== "rows" && message.t !== "setup") return;
  clearTimeout(timer);
  timer = setTimeout(() => live.refresh(), GATHER_FOR);
}

async function refetch() {
  const tiles = document.querySelector("[data-floor]");
  const answer = await send("GET", tiles.dataset.url);
  if (!answer.ok) throw refusal(answer.status);
  return globalThis.htmx.swap({ text: answer.text, sourceElement: tiles, target: tiles, swap: "outerMorph" });
}
