// The keys there are stand in the list of shortcuts (boom/keys.py draws it): what it does not name does nothing.

/** What the list calls the key of an event, there where it counts; "" for one it does not name. */
export function meaning(event, ...places) {
  const key = event.key.toLowerCase();
  const found = terms().find(({ dataset }) => places.includes(dataset.where) && pressesOf(dataset).includes(key));
  return found?.dataset.name ?? "";
}

/** The list's lines; each has its keys, its name and where it counts as data. */
export function terms() {
  return [...document.querySelectorAll("#shortcuts dt")];
}

/** The keys of a line, as events call them. */
export function pressesOf(dataset) {
  return dataset.presses.split(" ");
}
