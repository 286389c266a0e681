// The slot picker's small helps: steppers, and the chosen day in view. Choosing itself is radios and htmx.

export function start() {
  document.addEventListener("click", onStep);
  document.addEventListener("htmx:after:swap", settle);
  settle();
}

function settle() {
  document.querySelectorAll("[data-stepper]").forEach(markEnds);
  document.querySelectorAll(".days").forEach(showChosen);
}

function onStep(event) {
  const button = event.target.closest("[data-stepper] [data-by]");
  if (!button) return;
  const stepper = button.closest("[data-stepper]");
  const input = stepper.querySelector("input");
  const before = input.value;
  if (button.dataset.by > 0) input.stepUp();
  else input.stepDown();
  markEnds(stepper);
  if (input.value !== before) input.dispatchEvent(new Event("change", { bubbles: true }));
}

function markEnds(stepper) {
  const input = stepper.querySelector("input");
  const [fewer, more] = stepper.querySelectorAll("[data-by]");
  fewer.disabled = input.min !== "" && input.valueAsNumber <= Number(input.min);
  more.disabled = input.max !== "" && input.valueAsNumber >= Number(input.max);
}

// Only the strip scrolls, never the page.
function showChosen(strip) {
  const chosen = strip.querySelector(":checked, [aria-current]")?.closest(".day");
  if (!chosen) return;
  const gap = chosen.getBoundingClientRect().left - strip.getBoundingClientRect().left;
  strip.scrollLeft += gap - (strip.clientWidth - chosen.offsetWidth) / 2;
}
