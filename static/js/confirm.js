// The one confirmation dialog. Only for money out, erasing, messages to many; everything else has Undo.

const passed = new WeakSet();

export function start() {
  document.addEventListener("submit", onSubmit, true);
}

/** Ask; resolves to true for yes. Esc means no. */
export function ask({ title, text = "", verb, isDanger = false }) {
  const dialog = document.getElementById("confirm");
  const yes = dialog.querySelector("[data-confirm-yes]");
  dialog.querySelector("#confirm-title").textContent = title;
  dialog.querySelector("#confirm-text").textContent = text;
  yes.textContent = verb;
  yes.classList.toggle("btn--danger-solid", isDanger);
  dialog.returnValue = "no";
  dialog.showModal();
  dialog.querySelector("#confirm-title").focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

async function onSubmit(event) {
  const form = event.target;
  if (!form.dataset.confirm || passed.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { confirm: title, confirmText: text, confirmVerb } = form.dataset;
  const verb = confirmVerb || event.submitter?.textContent.trim();
  if (await ask({ title, text, verb, isDanger: true })) {
    passed.add(form);
    form.requestSubmit(event.submitter);
  }
}
