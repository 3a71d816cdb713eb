// What the reader keeps on the device, under the site's address. Where storage is blocked or full, nothing is kept.

const PLACE = new URL("../", import.meta.url).pathname;

/** @param {string} name @returns {unknown} undefined where nothing is kept, or nothing one can read */
export function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(`${PLACE}:${name}`)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keep a value, or forget it where it is undefined. @returns {boolean} whether that worked */
export function keep(name, value) {
  try {
    if (value === undefined) localStorage.removeItem(`${PLACE}:${name}`);
    else localStorage.setItem(`${PLACE}:${name}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Move what is kept, as it is, to a name of its own. @returns {boolean} whether there was any */
export function layAside(name) {
  try {
    const found = localStorage.getItem(`${PLACE}:${name}`);
    if (found === null) return false;
    let place = `${PLACE}:${name}:aside`;
    while (localStorage.getItem(place) !== null) place += "+";
    localStorage.setItem(place, found);
    localStorage.removeItem(`${PLACE}:${name}`);
    return true;
  } catch {
    return false;
  }
}
