// The calendar's search: arrows go through what was found, Enter opens the first, Esc clears it away.
import { say } from "./board/ground.js";

const field = () => document.getElementById("find");
const found = () => document.getElementById("found");
const links = () => [...found().querySelectorAll("a")];

export function start() {
  if (!field()) return;
  const form = field().form;
  form.addEventListener("keydown", onKey);
  form.addEventListener("submit", onSubmit);
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx.target === found()) sayFound();
  });
}

function onKey(event) {
  if (event.key === "Escape" && (field().value || links().length)) {
    field().value = "";
    found().replaceChildren();
    field().focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const stops = [field(), ...links()];
    const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    stops[Math.max(0, Math.min(stops.length - 1, next))].focus();
  } else {
    return;
  }
  event.preventDefault();
}

// The lines belong to what is typed only once they have come: until then the page of the search answers.
function onSubmit(event) {
  const first = links()[0];
  if (!first || found().dataset.typed !== field().value) return;
  event.preventDefault();
  first.click();
}

function sayFound() {
  found().dataset.typed = field().value;
  say(found().querySelector("[data-say]")?.textContent.trim() ?? "");
}
