// Forms that anybody may send bring proof that no bot sends them, where the server asks for it (boom/proof.py). It is
// found by a worker while the form is filled in; a form sent before waits for it. Without an answer it goes as it is:
// the server takes a few of these, too.

const WAIT = 20_000;
const asked = new Map();
const waiting = new WeakSet();
const ready = new WeakSet();

export function start(event) {
  // Before anything that looks at a form on the document: what is held back was not sent.
  addEventListener("submit", onSubmit, true);
  addEventListener("focusin", begin);
  addEventListener("pointerdown", begin);
  if (event) begin(event);
}

function begin(event) {
  const place = event.target.closest?.("form")?.querySelector("[data-proof]");
  if (place) proof(place);
}

async function onSubmit(event) {
  const form = event.target;
  const place = form.querySelector("[data-proof]");
  const submitter = event.submitter;
  const method = submitter?.getAttribute("formmethod") || form.getAttribute("method") || "get";
  if (!place || method.toLowerCase() !== "post") return;
  if (ready.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (waiting.has(form)) return;
  waiting.add(form);
  submitter?.setAttribute("aria-busy", "true");
  const solution = await proof(place);
  // A form that is being sent still is not sent again: what was known already would be told too early.
  await new Promise((resolve) => setTimeout(resolve));
  // It is good once.
  asked.delete(place.dataset.proof);
  submitter?.removeAttribute("aria-busy");
  waiting.delete(form);
  if (!form.isConnected) return;
  put(form, solution);
  ready.add(form);
  form.requestSubmit(submitter);
}

function proof(place) {
  const url = place.dataset.proof;
  if (!asked.has(url)) asked.set(url, find(url, place.dataset.proofWorker).catch(() => ""));
  return asked.get(url);
}

async function find(url, script) {
  const answer = await fetch(url, { credentials: "same-origin", signal: AbortSignal.timeout(WAIT) });
  if (answer.status !== 200) return "";
  const challenge = await answer.json();
  const number = await solve(challenge, script);
  return number === null ? "" : btoa(JSON.stringify({ ...challenge, number }));
}

function solve(challenge, script) {
  return new Promise((resolve) => {
    const worker = new Worker(script, { type: "module" });
    const end = (number) => {
      worker.terminate();
      resolve(number);
    };
    worker.addEventListener("message", (event) => end(event.data));
    worker.addEventListener("error", () => end(null));
    setTimeout(end, WAIT, null);
    worker.postMessage(challenge);
  });
}

function put(form, solution) {
  const field = form.elements.proof ?? form.appendChild(document.createElement("input"));
  Object.assign(field, { type: "hidden", name: "proof", value: solution });
}
