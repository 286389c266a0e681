// What is chosen in a form that the server answers with itself. A morph sets attributes only, and a radio that was
// once pressed does not listen to its attribute any more: a start that has been taken would stay chosen.

const FORMS = "#slots, #new-slot";
const picks = new WeakMap();

export function start() {
  document.addEventListener("change", (event) => {
    const form = event.target.closest(FORMS);
    if (form) picks.set(form, picksIn(form) + 1);
  });
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    ctx.picks = picksIn(ctx.sourceElement);
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => follow(ctx));
}

/** How often something was picked in a form; an answer to an earlier state of it must not undo a pick. */
export function picksIn(form) {
  return picks.get(form) ?? 0;
}

function follow({ target, picks: before }) {
  if (!target?.matches?.(FORMS) || !target.isConnected || before !== picksIn(target)) return;
  for (const radio of target.querySelectorAll("input[type=radio]")) radio.checked = radio.defaultChecked;
}
