// The platform's own pages.
import "./http.js";
import * as confirm from "./confirm.js";
import * as copy from "./copy.js";
import * as forms from "./forms.js";
import * as menu from "./menu.js";
import * as toast from "./toast.js";

for (const part of [confirm, forms, toast, menu, copy]) part.start();
