// Finds the number whose SHA-256, after the salt, is the challenge (ALTCHA, version 1).

const encoder = new TextEncoder();

addEventListener("message", async ({ data: { salt, challenge, maxNumber } }) => {
  // A browser has it on pages that come by https only.
  if (!globalThis.crypto?.subtle) return postMessage(null);
  const first = Number.parseInt(challenge.slice(0, 8), 16);
  for (let number = 0; number <= maxNumber; number += 1) {
    const digest = await crypto.subtle.digest("SHA-256", encoder.encode(salt + number));
    if (new DataView(digest).getUint32(0) === first && hex(digest) === challenge) return postMessage(number);
  }
  postMessage(null);
});

function hex(digest) {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
