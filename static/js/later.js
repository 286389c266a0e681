// What few of a venue's public pages need: the time a room is still held, and links to pass on.
import * as copy from "./copy.js";
import * as countdown from "./countdown.js";

for (const part of [countdown, copy]) part.start();
