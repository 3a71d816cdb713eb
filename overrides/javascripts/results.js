// What the search box lists: results in groups, or the reader's last searches. Each is an option and one link.

/**
 * @typedef {import("./search.js").Hit} Hit
 * @typedef {Record<string, string>} Names
 * @typedef {{words: any, types: Names, kinds: Names, languages: Names, elsewhere: Names, template: HTMLTemplateElement, lang: string}} Labels
 *   `types` name one page of a type, `kinds` several; `elsewhere` says that a page is only in a language
 */

const ROOT = new URL("../", import.meta.url);
const BEST = 3, FEW = 6;

/** Hits as groups of options: the best as they rank, the others by type. @param {Hit[]} hits @param {string} query @param {Labels} labels */
export function results(hits, query, labels) {
  const groups = new Map();
  const whole = hits.length <= FEW || hits.every(({ type }) => type === hits[0].type);
  hits.forEach((hit, place) => {
    const ofType = !whole && place >= BEST;
    const name = ofType ? labels.kinds[hit.type] : whole ? "" : labels.words.best;
    groups.set(name, [...(groups.get(name) ?? []), option(hit, place, query, ofType, labels)]);
  });
  return [...groups].flatMap(([name, options], place) => (name ? group(name, options, place) : options));
}

/** The last searches as options. @param {string[]} queries */
export const searches = (queries) =>
  queries.map((query, place) => {
    const href = `?${new URLSearchParams({ q: query })}`;
    return element("a", { class: "k-again", role: "option", id: `k-hit-${place}`, href, tabindex: "-1", dir: "auto" }, query);
  });

/** Words that a reader may have meant, as searches. @param {string[]} words @param {string} label */
export const meant = (words, label) => (words.length ? [group(label, searches(words), 0)] : []);

/** @param {string} tag @param {Record<string, string | undefined>} attributes @param {(Node | string)[]} children */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A text in pieces. @param {import("./search.js").Marked} pieces */
export const pieces = (pieces) => pieces.map(({ text, mark }) => (mark ? element("mark", {}, text) : text));

function group(name, options, place) {
  const id = `k-group-${place}`;
  const heading = element("div", { class: "k-found", role: "presentation", id }, name);
  return element("div", { role: "group", "aria-labelledby": id }, heading, ...options);
}

function option(hit, place, query, ofType, { words, types, languages, elsewhere, template, lang }) {
  const part = (selector) => template.content.querySelector(selector)?.cloneNode(true) ?? "";
  const id = `k-hit-${place}`;
  const own = hit.lang === lang ? undefined : hit.lang;
  const facts = ofType ? [] : [element("span", {}, types[hit.type])];
  if (hit.area && hit.type !== "area") facts.push(part(`[data-name="${CSS.escape(hit.area)}"]`));
  if (own) facts.push(element("span", { class: "k-hit__lang" }, elsewhere[own]));
  const colon = /[\p{L}\p{N}]$/u.test(hit.heading.at(-1)?.text) ? ": " : " ";
  const heading = hit.heading.length ? [element("b", {}, ...pieces(hit.heading), colon)] : [];
  const link = element(
    "a",
    {
      class: "k-hit", role: "option", id, href: address(hit, query), tabindex: "-1", "aria-selected": "false",
      "aria-labelledby": `${id}-title ${id}-facts`, "aria-describedby": `${id}-text`, "data-area": hit.area || undefined,
    },
    part(`[data-icon="${CSS.escape(hit.type)}"]`),
    element("span", { class: "k-hit__title", id: `${id}-title`, lang: own }, ...pieces(hit.title)),
    element("span", { class: "k-hit__facts", id: `${id}-facts` }, ...facts.flatMap((fact, place) => (place ? [" · ", fact] : [fact]))),
    element("span", { class: "k-hit__text", id: `${id}-text`, lang: own }, ...heading, ...pieces(hit.excerpt)),
  );
  if (hit.why) {
    const name = element("i", { lang: hit.why.lang }, hit.why.name);
    link.append(element("span", { class: "k-hit__why" }, `${words.found_as} `, name, hit.why.lang === lang ? "" : ` (${languages[hit.why.lang]})`));
  }
  return link;
}

function address(hit, query) {
  const url = new URL(hit.url, ROOT);
  url.searchParams.set("h", query);
  url.hash = hit.anchor;
  return url.href;
}
