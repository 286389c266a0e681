// A venue's public pages.
import "./http.js";
import * as availability from "./availability.js";
import * as confirm from "./confirm.js";
import * as copy from "./copy.js";
import * as forms from "./forms.js";
import * as ownTime from "./own-time.js";
import * as slots from "./slots.js";
import * as toast from "./toast.js";

for (const part of [confirm, forms, toast, slots, copy, availability, ownTime]) part.start();
