// Boom on your own website. One script, no cookies, nothing else is loaded but the booking page itself.
//
//   <script src="https://YOUR-PLACE/embed.js" async></script>
//   <div data-boom="inline"></div>                       the booking page in your page
//   <button data-boom="open">Book a room</button>        opens it over your page
//   <script src="https://YOUR-PLACE/embed.js" data-boom-button="Book a room" async></script>   a button in the corner
//
// data-boom-venue="slug" names one of several venues. Styles are set one by one, which every security policy
// allows; a policy of your own needs our address in script-src and frame-src.
(() => {
  const script = document.currentScript;
  if (!script || window.boomEmbed) return;
  window.boomEmbed = true;
  const home = new URL(script.src).origin;
  const frames = new Set();

  const styled = (element, styles) => {
    for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value);
    return element;
  };

  const frameOf = (venue) => {
    const frame = document.createElement("iframe");
    frame.src = `${home}/embed/${venue ? `v/${encodeURIComponent(venue)}/` : ""}`;
    frame.title = "Booking";
    frame.allow = "payment";
    styled(frame, { border: "0", width: "100%", height: "640px", "color-scheme": "light dark", display: "block" });
    frames.add(frame);
    return frame;
  };

  addEventListener("message", (event) => {
    if (event.origin !== home || event.data?.from !== "boom") return;
    for (const frame of frames) {
      if (frame.contentWindow !== event.source) continue;
      const height = Number(event.data.height);
      if (height > 0 && height < 20000 && !frame.dataset.boomFixed) frame.style.setProperty("height", `${height}px`);
      if (event.data.shown && frame.dataset.boomSeen && !frame.closest("dialog")) {
        frame.scrollIntoView({ block: "nearest" });
      }
      if (event.data.shown) frame.dataset.boomSeen = "1";
    }
  });

  const open = (venue) => {
    const dialog = styled(document.createElement("dialog"), {
      border: "0", padding: "0", width: "min(40rem, 100vw)", height: "min(52rem, 100dvh)", "max-width": "100vw",
      "max-height": "100dvh", "border-radius": "12px", overflow: "hidden", background: "Canvas",
    });
    dialog.setAttribute("aria-label", "Booking");
    const close = styled(document.createElement("button"), {
      position: "absolute", "inset-block-start": "8px", "inset-inline-end": "8px", width: "44px", height: "44px",
      border: "0", "border-radius": "22px", background: "ButtonFace", color: "ButtonText", font: "24px/1 sans-serif",
      cursor: "pointer",
    });
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => dialog.close());
    const frame = frameOf(venue);
    frame.dataset.boomFixed = "1";
    styled(frame, { height: "100%" });
    dialog.append(frame, close);
    dialog.addEventListener("close", () => {
      frames.delete(frame);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  };

  const begin = () => {
    for (const place of document.querySelectorAll('[data-boom="inline"]')) {
      if (!place.querySelector("iframe")) place.append(frameOf(place.dataset.boomVenue));
    }
    document.addEventListener("click", (event) => {
      const opener = event.target.closest?.('[data-boom="open"]');
      if (!opener) return;
      event.preventDefault();
      open(opener.dataset.boomVenue);
    });
    if (!script.dataset.boomButton) return;
    const button = styled(document.createElement("button"), {
      position: "fixed", "inset-block-end": "20px", "inset-inline-end": "20px", "z-index": "2147483000",
      padding: "14px 22px", border: "0", "border-radius": "28px", background: script.dataset.boomColour || "#1a1a1a",
      color: "#fff", font: "600 16px/1.2 system-ui, sans-serif", cursor: "pointer",
      "box-shadow": "0 4px 16px rgb(0 0 0 / 25%)",
    });
    button.type = "button";
    button.dataset.boom = "open";
    button.dataset.boomVenue = script.dataset.boomVenue || "";
    button.textContent = script.dataset.boomButton;
    document.body.append(button);
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
