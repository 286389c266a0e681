// Saving a move: the ticket is there at once, the server checks again and answers with the true rows.
import { ask } from "../confirm.js";
import { applyPartials, send } from "../http.js";
import { complain } from "../toast.js";
import { words } from "../words.js";
import { say } from "./ground.js";

/** Ask the server to move `ticket` from one position to the other; whatever happens, the board ends up true. */
export async function saveMove(ground, ticket, from, to) {
  ground.markTarget(null);
  if (ground.isSame(from, to)) {
    ground.restore(ticket, from);
    return;
  }
  const inTheWay = ground.inTheWay(to, ticket);
  // Dropped on one other: the server says who has it, and offers to swap the two.
  if (inTheWay.length > ("swaps" in ground.element.dataset)) {
    refuse(ground, ticket, from, words.takenBy(ground.nameOf(inTheWay[0])));
    return;
  }
  if (document.documentElement.classList.contains("is-offline")) {
    refuse(ground, ticket, from, words.offline);
    return;
  }
  if (!(await mayMoveSeated(ground, ticket, from, to))) {
    ground.restore(ticket, from);
    return;
  }
  await post(ground, ticket, from, to);
}

async function post(ground, ticket, from, to) {
  const { id } = ticket;
  const hadFocus = ticket.contains(document.activeElement);
  ticket.classList.remove("is-clash");
  ticket.classList.add("is-saving");
  const url = ground.element.dataset.moveUrl.replace("/0/", `/${id.slice(1)}/`);
  let answer;
  try {
    answer = await send("POST", url, { ...to, version: ticket.dataset.v });
  } catch {
    // No answer: it may have got through or not. Back to what was, and the version tells when it is tried again.
    refuse(ground, ticket, from, words.failed, () => tryAgain(ground, id, to));
    return;
  }
  if (answer.text.includes("<hx-partial")) await applyPartials(answer.text, ground.element);
  else if (!answer.ok) refuse(ground, ticket, from, answer.status === 403 ? words.forbidden : words.broken);
  ground.ticket(id)?.classList.remove("is-saving");
  // A question in the drawer keeps the focus it has taken.
  const isAsked = document.activeElement?.closest("#drawer");
  if (hadFocus && !isAsked) ground.ticket(id)?.querySelector("a").focus({ preventScroll: true });
}

function tryAgain(ground, id, to) {
  const ticket = ground.ticket(id);
  if (!ticket) return;
  const from = ground.positionOf(ticket);
  ground.show(ticket, to);
  saveMove(ground, ticket, from, to);
}

function refuse(ground, ticket, from, sentence, retry = null) {
  ground.restore(ticket, from);
  // The toast region is a live region of its own: it is heard as well as seen.
  complain(sentence, retry);
}

// Staying longer is everyday; sending people to another room or time is not.
function mayMoveSeated(ground, ticket, from, to) {
  const stays = from.room === to.room && from.at === to.at;
  if (ticket.dataset.s !== "checked_in" || stays) return true;
  const title = words.moveSeated(ground.nameOf(ticket));
  return ask({ title, text: words.moveSeatedText, verb: words.moveSeatedVerb });
}

/** Say where a ticket in the hand now is. */
export function sayPosition(ground, position, inTheWay) {
  const state = inTheWay.length ? words.taken : words.free;
  const until = ground.time(position.at + position.length);
  say(words.place(ground.roomName(position.room), ground.time(position.at), until, state));
}
