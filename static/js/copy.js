// Copy buttons: data-copy is the selector of the field to copy.
import { words } from "./words.js";

const SHOW_FOR = 2_000;

export function start() {
  document.addEventListener("click", onClick);
}

async function onClick(event) {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.querySelector(button.dataset.copy);
  field.select();
  // Without a secure connection there is no clipboard; the text stands selected for a copy by hand.
  if (!navigator.clipboard) return;
  await navigator.clipboard.writeText(field.value);
  const label = button.querySelector("span");
  const before = label.textContent;
  label.textContent = words.copied;
  document.getElementById("say").textContent = words.copied;
  setTimeout(() => (label.textContent = before), SHOW_FOR);
}
