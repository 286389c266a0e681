// Talking to the server as htmx does, for what htmx has no attribute for: the board's moves, live refreshes.

const TIMEOUT = 15_000;

/** This tab's name; the server sends it back with the change, so that we do not fetch what we already know. */
export const clientId = Math.random().toString(36).slice(2);

document.addEventListener("htmx:config:request", (event) => {
  event.detail.ctx.request.headers["X-Client"] = clientId;
});

/**
 * Ask the server. Resolves with {ok, status, text} whatever the status; rejects when there is no answer.
 * An answer that says so (HX-Refresh, as htmx has it), or a log-in that is over, loads the page anew instead.
 */
export async function send(method, url, values = null) {
  const response = await fetch(url, {
    method,
    body: values && new URLSearchParams(values),
    headers: { "HX-Request": "true", "X-Client": clientId, ...(values && csrfHeader()) },
    credentials: "same-origin",
    signal: AbortSignal.timeout(TIMEOUT),
  });
  // Sent elsewhere: whoever was signed in is not any more. The page itself leads to the log-in, and back.
  if (response.headers.get("HX-Refresh") === "true" || response.redirected) {
    location.reload();
    return new Promise(() => {});
  }
  return { ok: response.ok, status: response.status, text: await response.text() };
}

/** Put the `<hx-partial>`s of an answer in their places; anything else in it is ignored. */
export function applyPartials(text, source = document.body) {
  return globalThis.htmx.swap({ text, sourceElement: source, target: source, swap: "none" });
}

function csrfHeader() {
  return JSON.parse(document.body.getAttribute("hx-headers:inherited") || "{}");
}
