// Times are the venue's. Whoever looks from another zone also sees their own, labelled as such.

/** Show the reader's own time beside each `data-own-time` (an instant) whose clock differs from the venue's. */
function show(root) {
  for (const note of root.querySelectorAll("[data-own-time]")) {
    const instant = new Date(note.dataset.ownTime);
    if (Number.isNaN(instant.getTime())) continue;
    const own = words(instant);
    note.hidden = own === words(instant, note.dataset.ownZone);
    note.querySelector("span").textContent = own;
  }
}

function words(instant, timeZone) {
  const shape = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone };
  // In the reader's own fashion, as it is their own time.
  return new Intl.DateTimeFormat(undefined, shape).format(instant);
}

export function start() {
  show(document);
  document.addEventListener("htmx:after:swap", () => show(document));
}
