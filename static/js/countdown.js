// How long a hold still lasts, in minutes and seconds, beside the time at which it ends.

/** Show what is left until each `data-countdown` (an instant); nothing once it is over. */
function show() {
  for (const note of document.querySelectorAll("[data-countdown]")) {
    const left = Math.ceil((new Date(note.dataset.countdown) - Date.now()) / 1000);
    // A clock that is wrong by hours says nothing.
    note.textContent = left > 0 && left < 6 * 3600 ? words(left) : "";
  }
}

function words(seconds) {
  return `(${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")})`;
}

export function start() {
  show();
  setInterval(show, 1000);
}
