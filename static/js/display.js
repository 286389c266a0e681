// A screen at a door or in the lobby: shows what is true now, for as long as its address is good.
import { send } from "./http.js";
import { Live, refusal, showState } from "./live.js";

const GATHER_FOR = 300;
let timer = null;

const { url, liveUrl } = doors().dataset;
new Live({ url: liveUrl, onMessage, catchUp: refetch, onState: showState }).start();

function doors() {
  return document.getElementById("doors");
}

// The public socket tells of other times; check-ins and the clock come with the next look.
function onMessage() {
  clearTimeout(timer);
  timer = setTimeout(refetch, GATHER_FOR);
}

async function refetch() {
  const answer = await send("GET", url);
  // Its address has ended: the page says so.
  if (answer.status === 404) location.reload();
  if (!answer.ok) throw refusal(answer.status);
  return globalThis.htmx.swap({ text: answer.text, sourceElement: doors(), target: doors(), swap: "outerMorph" });
}
