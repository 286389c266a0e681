// A venue's public pages.
import "./http.js";
import * as availability from "./availability.js";
import * as choices from "./choices.js";
import * as forms from "./forms.js";
import * as ownTime from "./own-time.js";
import * as slots from "./slots.js";
import * as toast from "./toast.js";

for (const part of [forms, toast, choices, slots, availability, ownTime]) part.start();

// Only whoever holds a room or splits a bill.
if (document.querySelector("[data-countdown], [data-copy]")) import("./later.js");
// Forms that ask suspicious senders for proof; once somebody fills one in.
addEventListener("focusin", onProof);
addEventListener("pointerdown", onProof);

function onProof(event) {
  if (!event.target.closest?.("form")?.querySelector("[data-proof]")) return;
  removeEventListener("focusin", onProof);
  removeEventListener("pointerdown", onProof);
  import("./proof.js").then((proof) => proof.start(event));
}
