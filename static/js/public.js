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
