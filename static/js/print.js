// A button that prints the page. Without scripts there is the browser's own menu, and no button.

export function start() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}
