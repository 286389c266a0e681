// A venue's public pages.
import "./http.js";
import * as choices from "./choices.js";
import * as forms from "./forms.js";
import * as ownTime from "./own-time.js";
import * as slots from "./slots.js";
import * as toast from "./toast.js";

for (const part of [forms, toast, choices, slots, ownTime]) part.start();

// Only where free times are shown; the page can be used before.
if (document.querySelector("[data-live-url]")) import("./availability.js").then((part) => part.start());

// Only whoever holds a room or splits a bill.
if (document.querySelector("[data-countdown], [data-copy]")) import("./later.js");

// Forms that ask suspicious senders for proof; once somebody fills one in. Sent before its script is here, a form waits.
const STIRS = ["focusin", "pointerdown", "submit"];
for (const name of STIRS) addEventListener(name, onProof, true);
let proof;

function onProof(event) {
  const form = event.target.closest?.("form");
  if (!form?.querySelector("[data-proof]")) return;
  proof ??= import("./proof.js").then((part) => part.start(event)).catch(() => {}).then(leaveProof);
  if (event.type !== "submit") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  proof.then(() => setTimeout(() => form.isConnected && form.requestSubmit(event.submitter)));
}

function leaveProof() {
  for (const name of STIRS) removeEventListener(name, onProof, true);
}
