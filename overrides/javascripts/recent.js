// The reader's last searches, kept on the device. Where storage is blocked there are none.

import { keep, kept } from "./store.js";

const NAME = "searches", KEPT = 5;

/** @returns {string[]} the last first */
export function recent() {
  const found = kept(NAME);
  return Array.isArray(found) ? found.filter((query) => typeof query === "string").slice(0, KEPT) : [];
}

/** @param {string} query */
export function remember(query) {
  const others = recent().filter((other) => other.toLowerCase() !== query.toLowerCase());
  keep(NAME, [query, ...others].slice(0, KEPT));
}

export const forget = () => keep(NAME, undefined);
