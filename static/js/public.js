// A venue's public pages.
import "./http.js";
import * as availability from "./availability.js";
import * as choices from "./choices.js";
import * as countdown from "./countdown.js";
import * as forms from "./forms.js";
import * as ownTime from "./own-time.js";
import * as slots from "./slots.js";
import * as toast from "./toast.js";

for (const part of [forms, toast, choices, slots, availability, ownTime, countdown]) part.start();
