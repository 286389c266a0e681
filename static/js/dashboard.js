// Staff pages.
import "./http.js";
import "./board/timeline.js";
import * as pulse from "./board/pulse.js";
import * as refresh from "./board/refresh.js";
import * as confirm from "./confirm.js";
import * as drawer from "./drawer.js";
import * as forms from "./forms.js";
import * as shortcuts from "./shortcuts.js";
import * as toast from "./toast.js";

// Confirm listens before forms does: a question stops a press before it counts as under way.
for (const part of [confirm, forms, toast, drawer, shortcuts, pulse, refresh]) part.start();

// What nobody needs before the page can be used is fetched once it can.
async function startLater() {
  const parts = await Promise.all([
    import("./bell.js"),
    import("./choices.js"),
    import("./copy.js"),
    import("./find.js"),
    import("./menu.js"),
    import("./picking.js"),
    import("./print.js"),
    import("./slots.js"),
    import("./tour.js"),
  ]);
  for (const part of parts) part.start();
}
(globalThis.requestIdleCallback ?? setTimeout)(startLater);
