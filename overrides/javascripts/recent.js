// The reader's last searches, kept on the device. Where storage is blocked there are none.

const PLACE = `${new URL("../", import.meta.url).pathname}:searches`;
const KEPT = 5;

/** @returns {string[]} the last first */
export function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(PLACE) ?? "[]");
    return kept.filter((query) => typeof query === "string").slice(0, KEPT);
  } catch {
    return [];
  }
}

/** @param {string} query */
export function remember(query) {
  const others = recent().filter((other) => other.toLowerCase() !== query.toLowerCase());
  attempt(() => localStorage.setItem(PLACE, JSON.stringify([query, ...others].slice(0, KEPT))));
}

export function forget() {
  attempt(() => localStorage.removeItem(PLACE));
}

function attempt(action) {
  try {
    action();
  } catch {
    // blocked or full: nothing is kept
  }
}
