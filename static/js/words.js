// Every sentence the scripts say themselves, in one place. Everything else comes from the server's templates.
export const words = {
  offline: "You’re offline. Nothing changed.",
  failed: "That did not get through. Nothing changed.",
  refused: "That could not be done.",
  forbidden: "You may not do that. Ask an owner or manager.",
  tooMany: "Too many tries. Wait a minute.",
  broken: "Something broke on our side. Nothing half-done was kept.",
  copied: "Copied",
  states: { live: "Live", "catching-up": "Catching up", offline: "Offline" },
  taken: "taken",
  free: "free",
  putBack: "Put back.",
  takenBy: (name) => `That time is taken by ${name}. Nothing moved.`,
  minutesLate: (minutes) => `${minutes} min late`,
  picked: (name) =>
    `Moving ${name}. Arrow keys change time and room, Shift with left or right changes the length, Enter saves, ` +
    "Escape puts it back.",
  fixed: (name) => `${name} cannot be moved.`,
  place: (room, from, to, state) => `${room}, ${from} to ${to}, ${state}`,
  pickedCount: (count) => (count === 1 ? "1 picked" : `${count} picked`),
  notPicked: "Only bookings can be picked.",
  moveSeated: (name) => `Move ${name}, who is already in the room?`,
  moveSeatedText: "Tell them before you do: their time or room changes.",
  moveSeatedVerb: "Move them",
};
