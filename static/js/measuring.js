// Tells Google Analytics and the Meta pixel of a visit, on pages of whoever said yes. No address is told but the
// page's own path, and nothing of anybody.
const said = JSON.parse(document.getElementById("measured").textContent);
const ON_AFTER_MS = 1200;

function load(address) {
  const script = document.createElement("script");
  script.async = true;
  script.src = address;
  document.head.append(script);
}

function google(id) {
  window.dataLayer = window.dataLayer || [];
  // The library reads `arguments`, not arrays.
  window.gtag = function gtag() {
    window.dataLayer.push(arguments);
  };
  window.gtag("js", new Date());
  window.gtag("config", id, {
    page_location: location.origin + location.pathname,
    page_referrer: "",
    allow_google_signals: false,
    allow_ad_personalization_signals: false,
  });
  load(`https://www.googletagmanager.com/gtag/js?id=${encodeURIComponent(id)}`);
}

function meta(id) {
  const pixel = function () {
    if (pixel.callMethod) pixel.callMethod.apply(pixel, arguments);
    else pixel.queue.push(arguments);
  };
  Object.assign(pixel, { push: pixel, loaded: true, version: "2.0", queue: [] });
  window.fbq = window._fbq = pixel;
  // Else it would read forms and buttons by itself.
  pixel("set", "autoConfig", false, id);
  pixel("init", id);
  pixel("track", "PageView");
  load("https://connect.facebook.net/en_US/fbevents.js");
}

if (said.ga4_id) google(said.ga4_id);
if (said.pixel_id) meta(said.pixel_id);

if (said.purchase) {
  const { value, currency, purchase } = said;
  window.gtag?.("event", "purchase", { transaction_id: purchase, value, currency });
  window.fbq?.("track", "Purchase", { value, currency }, { eventID: purchase });
  setTimeout(() => location.assign(document.querySelector("[data-measured-on]").href), ON_AFTER_MS);
} else {
  document.addEventListener("submit", (event) => {
    const to = event.submitter?.hasAttribute("formaction") ? event.submitter.formAction : event.target.action;
    if (!new URL(to, location.href).pathname.endsWith("/book/hold/")) return;
    window.gtag?.("event", "begin_checkout", { currency: said.currency, transport_type: "beacon" });
    window.fbq?.("track", "InitiateCheckout", { currency: said.currency });
  });
}
