// The search engine: what the index of a reader's language (scripts/kundskab/search.py) answers to a query.
// No page is needed: tests, other pages and the search box import `search`.

import { exact, fold, key, stem, stops, words } from "./nordic.js";
import { open } from "./searchindex.js";

const PREFIX = 0.45, SPLIT = 0.35, JOINED = 0.8, FUZZY = 0.3, FOLDED = 0.4, UNSURE = 0.95, INFLECTED = 0.95;
const COVERAGE = 1.5, TITLE = 4, NAME = 0.8, SENTENCE = 4, SMALL = 0.2, UNKNOWN = 2.5;
const LONGEST_QUERY = 300, MOST_WORDS = 16, MOST_SPLITS = 6, FEW = 3, MOST_FUZZY = 6, ENDING = 2, RERANKED = 12, FARTHEST = 3;
const SHORTEST_PART = 3, LINKS = ["", "s", "e", "es"];
const written = (word) => `${key(word)}=${exact(word)}`;
const plain = (word) => /^[\p{ASCII}]*$/u.test(word);
/** What pages that mostly lead to others count, against those that tell. */
const LEADING = { area: 0.7, "reading-list": 0.7, workshop: 0.7, page: 0.7 };
const EXCERPT = 180;
const SENTENCE_END = /(?<=[.!?…:·])\s+/u;

/**
 * @typedef {{text: string, mark: boolean}[]} Marked  a text in pieces, those that answer the query marked
 * @typedef {{id: string, type: string, folder: string, area: string, lang: string, url: string, title: Marked, summary: string,
 *   anchor: string, heading: Marked, excerpt: Marked, why: {lang: string, name: string} | null, score: number}} Hit
 *   `url` is below the site's root; `lang` the text's language; `why` a name that the query found it by and that it does not show
 * @typedef {{hits: Hit[], total: number, types: Record<string, number>, words: string[], nearest: string[]}} Answer
 *   `total` and `types` count all documents found; `nearest` are known words like those that nothing was found for, as written
 */

/** Where the index stands: beside this script's folder. */
export const HOME = new URL("../search/", import.meta.url);

/**
 * What readers of a language find. Raises Unavailable where the index cannot be read.
 * @param {string} query @param {{lang: string, limit?: number, type?: string, home?: URL}} options @returns {Promise<Answer>}
 */
export async function search(query, { lang, limit = 10, type = "", home = HOME }) {
  const { asked, used } = read(query);
  if (!used.length) return { hits: [], total: 0, types: {}, words: [], nearest: [] };
  const index = open(home, lang);
  const [head, found] = await Promise.all([index.head(), ask(index, asked, used)]);
  const scores = combine(found);
  for (const [document, one] of scores) one.score *= LEADING[head.types[document]] ?? 1;
  const types = count(scores.keys(), head.types);
  const wanted = [...scores].filter(([document]) => !type || head.types[document] === type);
  const best = wanted.sort(([a, x], [b, y]) => y.score - x.score || a - b).slice(0, Math.max(limit, RERANKED));
  const records = await Promise.all(best.map(([document]) => index.record(document)));
  const wording = weighed(asked, found);
  const ranked = best.map(([, score], place) => rated(records[place], score, asked, wording)).sort((a, b) => b.score - a.score);
  const nearest = scores.size ? found.flatMap((one) => one.nearest) : await nearby(index, used);
  return { hits: ranked.slice(0, limit).map(hit), total: wanted.length, types, words: used, nearest };
}

/**
 * Whether a word of a text is one that a query finds. Raises Unavailable where the index cannot be read.
 * @param {string} query @param {{lang: string, home?: URL}} options @returns {Promise<(word: string) => boolean>}
 */
export async function answering(query, { lang, home = HOME }) {
  const { asked, used } = read(query);
  const answered = (await ask(open(home, lang), asked, used)).map(({ word, documents }) => {
    return { word, keys: new Set([...documents.values()].flatMap((one) => one.keys)) };
  });
  return (word) => answered.some((one) => stands(word, one));
}

/** A query's words, and those of them that tell what is sought. */
function read(query) {
  const asked = words(query.slice(0, LONGEST_QUERY)).slice(0, MOST_WORDS);
  const telling = asked.filter((word) => !stops.has(word));
  return { asked, used: telling.length ? telling : asked };
}

const ask = (index, asked, used) => Promise.all(used.map((word) => matches(index, word, joined(asked, word))));

// One word: the documents it finds, each by its best way.

async function matches(index, word, compounds) {
  const own = key(word), folded = fold(word), form = written(word);
  const [entry, other, ahead] = await Promise.all([index.entry(own), index.entry(form), index.prefixed(folded)]);
  const common = entry?.postings.length ? entry.rarity : Infinity;
  const ways = [];
  if (entry) {
    ways.push([[own], other ? (plain(word) ? UNSURE : FOLDED) : 1]);
    for (const lemma of entry.lemmas) ways.push([[lemma], INFLECTED]);
  }
  if (other) ways.push([[form], 1]);
  for (const compound of compounds) ways.push([[compound], JOINED]);
  for (const longer of ahead) if (longer !== own) ways.push([[longer], PREFIX * (0.5 + (0.5 * folded.length) / longer.length), common]);
  const known = await reached(index, ways);
  const cuts = (entry?.postings.length ?? 0) < FEW ? await splits(index, folded) : [];
  const near = known.size ? [] : await alike(index, own, folded, folded.length >= 9 ? 2 : folded.length >= 4 ? 1 : 0);
  const more = [...cuts.map((parts) => [parts, SPLIT, common / 2]), ...near.map((one) => [[one.key], one.nearness * FUZZY])];
  for (const [document, one] of await reached(index, more)) {
    if (one.value > (known.get(document)?.value ?? 0)) known.set(document, one);
  }
  return { word, documents: known, rarity: entry?.rarity ?? UNKNOWN, nearest: near.map((one) => one.word) };
}

/** The compounds that a word may be a part of, where it is written apart from its neighbours. */
function joined(asked, word) {
  const pairs = asked.flatMap((one, place) => (place && [asked[place - 1], one].includes(word) ? [[asked[place - 1], one]] : []));
  return pairs.flatMap(([left, right]) => LINKS.slice(0, 2).map((link) => key(left + link + right)));
}

/** The documents that hold all keys of a way, with the best way's value; a way's keys count as no rarer than its third says. */
async function reached(index, ways) {
  const documents = new Map();
  for (const [keys, factor, rarest = Infinity] of ways) {
    const entries = await Promise.all(keys.map((one) => index.entry(one)));
    const together = new Map();
    for (const entry of entries) {
      for (const [document, impact, passage] of entry?.postings ?? []) {
        const one = together.get(document) ?? { value: 0, passages: [], keys, parts: 0 };
        const value = factor * Math.min(entry.rarity, rarest) * impact;
        one.value += value;
        one.parts += 1;
        one.passages.push([passage, value]);
        together.set(document, one);
      }
    }
    for (const [document, one] of together) {
      if (one.parts === keys.length && one.value > (documents.get(document)?.value ?? 0)) documents.set(document, one);
    }
  }
  return documents;
}

/** The ways to read a word as two that the index knows, the evenest first. */
async function splits(index, folded) {
  const found = [];
  for (let cut = SHORTEST_PART; cut <= folded.length - SHORTEST_PART; cut++) {
    const right = stem(folded.slice(cut));
    for (const link of LINKS) {
      const left = folded.slice(0, cut).endsWith(link) ? stem(folded.slice(0, cut - link.length)) : "";
      if (left.length >= SHORTEST_PART && right.length >= SHORTEST_PART) found.push([left, right]);
    }
  }
  const lefts = await Promise.all(found.map(([left]) => index.entry(left)));
  const possible = found.filter((_, place) => lefts[place]?.postings.length);
  possible.sort((a, b) => Math.min(b[0].length, b[1].length) - Math.min(a[0].length, a[1].length));
  const near = possible.slice(0, MOST_SPLITS);
  const rights = await Promise.all(near.map(([, right]) => index.entry(right)));
  return near.filter((_, place) => rights[place]?.postings.length).slice(0, 2);
}

/** The known words that a misspelled one may stand for, with how near each is (0 to 1). */
async function alike(index, own, folded, far) {
  if (!far) return [];
  const nearOnes = async (chosen) => {
    const near = [];
    for (const [other, word] of await index.named(folded.length - far - ENDING, folded.length + far + ENDING, chosen)) {
      const distance = Math.min(apart(folded, other, far), apart(own, stem(other), far));
      if (distance <= far) near.push({ key: stem(other), word, distance, nearness: 1 - distance / (folded.length + 1) });
    }
    return near;
  };
  const likely = (letters) => letters.includes(folded[0]) || letters.includes(folded[1]);
  const first = await nearOnes(likely);
  const near = first.length ? first : await nearOnes((letters) => !likely(letters));
  near.sort((a, b) => a.distance - b.distance || (a.word < b.word ? -1 : 1));
  const best = new Map(near.filter((one) => one.distance === near[0].distance).map((one) => [one.key, one]));
  return [...best.values()].slice(0, MOST_FUZZY);
}

/** What a reader may have meant whose words find nothing: known words that are further off. */
async function nearby(index, used) {
  const found = used.map((word) => alike(index, key(word), fold(word), Math.min(FARTHEST, Math.floor(fold(word).length / 2))));
  return (await Promise.all(found)).flat().map((one) => one.word);
}

/** The Damerau-Levenshtein distance (optimal string alignment; F. Damerau, 1964), or more than `far`. */
export function apart(a, b, far) {
  if (Math.abs(a.length - b.length) > far) return far + 1;
  let [before, last, now] = [[], [], Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    [before, last, now] = [last, now, [row]];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      now[column] = Math.min(last[column] + 1, now[column - 1] + 1, last[column - 1] + same);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        now[column] = Math.min(now[column], before[column - 2] + 1);
    }
    if (Math.min(...now) > far) return far + 1;
  }
  return now[b.length];
}

// All words: any of them may answer, the more the better.

function combine(found) {
  const scores = new Map();
  for (const { word, documents } of found) {
    for (const [document, one] of documents) {
      const all = scores.get(document) ?? { score: 0, answered: [], passages: new Map() };
      all.score += one.value;
      all.answered.push({ word, keys: new Set(one.keys) });
      for (const [passage, value] of one.passages) all.passages.set(passage, (all.passages.get(passage) ?? 0) + value);
      scores.set(document, all);
    }
  }
  for (const all of scores.values()) all.score *= (all.answered.length / found.length) ** COVERAGE;
  return scores;
}

/** Of each key of a query: its share of what the query says. Small words say little. */
function weighed(asked, found) {
  const weights = new Map(asked.map((word) => [key(word), SMALL]));
  for (const { word, rarity } of found) weights.set(key(word), rarity);
  const all = [...weights.values()].reduce((sum, one) => sum + one, 0);
  return new Map([...weights].map(([key, weight]) => [key, weight / all]));
}

/**
 * A document's score once its texts are known: the nearer a name is to the whole query, small words too, and the more of it
 * stands in one sentence, the better.
 */
function rated(record, { score, answered, passages }, asked, wording) {
  const query = new Set(asked.map(key));
  const share = (name) => {
    const own = new Set(words(name).map(key));
    return [...query].filter((one) => own.has(one)).length / Math.max(own.size, query.size);
  };
  const nearest = Math.max(share(record.title), ...record.also.map(([, name]) => NAME * share(name)));
  const together = wording.size > 1 ? Math.max(...sentences(record).map((keys) => covered(keys, wording))) : 0;
  return { record, answered, passages, score: score * (1 + TITLE * nearest ** 2) * (1 + SENTENCE * together) };
}

const covered = (keys, wording) => keys.reduce((sum, key) => sum + (wording.get(key) ?? 0), 0);

/** A record's names, headings and sentences as keys. @returns {string[][]} */
function sentences(record) {
  if (!keyed.has(record)) {
    const names = [record.title, ...record.also.map(([, name]) => name)];
    const texts = record.passages.filter(Boolean).flatMap(([, heading, text]) => [heading, ...text.split(SENTENCE_END)]);
    keyed.set(record, [...names, ...texts].map((text) => [...new Set(words(text).map(key))]));
  }
  return keyed.get(record);
}
const keyed = new WeakMap();

function count(documents, types) {
  const counts = {};
  for (const document of documents) counts[types[document]] = (counts[types[document]] ?? 0) + 1;
  return counts;
}

// What a result shows.

function hit({ record, answered, passages, score }) {
  const answers = (text) => answered.some((one) => stands(text, one));
  const best = [...passages].filter(([place]) => record.passages[place]).sort(([a, x], [b, y]) => y - x || a - b)[0]?.[0] ?? 0;
  const [anchor, name, text] = record.passages[best];
  const title = marked(record.title, answers);
  const heading = best ? marked(name, answers) : [];
  const excerpt = shortened(marked(text || record.summary, answers));
  const shown = words([...title, ...heading, ...excerpt].map(({ text }) => text).join(" "));
  const unseen = answered.filter((one) => !shown.some((word) => stands(word, one)));
  const why = record.also.find(([, name]) => words(name).some((word) => unseen.some((one) => stands(word, one))));
  const { id, type, folder, area, lang, url, summary } = record;
  const shownBy = why ? { lang: why[0], name: why[1] } : null;
  return { id, type, folder, area, lang, url, title, summary, anchor, heading, excerpt, why: shownBy, score };
}

/** Whether a word of a text is one that a word of the query found. */
function stands(word, { word: asked, keys }) {
  return keys.has(key(word)) || keys.has(written(word)) || (asked.length > 3 && fold(word).includes(fold(asked)));
}

/** A text in pieces: its words that `answers` says yes to are marked. @param {string} text @param {(word: string) => boolean} answers @returns {Marked} */
export function marked(text, answers) {
  const pieces = [];
  for (const piece of text.split(/([\p{L}\p{N}]+)/u).filter(Boolean)) {
    const mark = words(piece).some(answers);
    if (!mark && pieces.at(-1)?.mark === false) pieces.at(-1).text += piece;
    else pieces.push({ text: piece, mark });
  }
  return pieces;
}

/** The part of a text around the place where most words are marked: from the start of a sentence, to the end of a word. */
function shortened(pieces) {
  const text = pieces.map((piece) => piece.text).join("");
  if (text.length <= EXCERPT) return pieces;
  const places = [];
  for (let at = 0, number = 0; number < pieces.length; at += pieces[number++].text.length) if (pieces[number].mark) places.push(at);
  const starts = [0, ...Array.from(text.matchAll(/[.!?…:·][»”"']?\s+/gu), (end) => end.index + end[0].length)];
  const within = (start) => places.filter((at) => at >= start && at < start + EXCERPT).length;
  let start = starts.reduce((best, one) => (within(one) > within(best) ? one : best), 0);
  if (places.length && !within(start)) start = text.lastIndexOf(" ", places[0] - 40) + 1;
  const end = text.length <= start + EXCERPT ? text.length : text.lastIndexOf(" ", start + EXCERPT);
  const cut = [];
  for (let at = 0, number = 0; number < pieces.length; at += pieces[number++].text.length) {
    const inside = pieces[number].text.slice(Math.max(0, start - at), Math.max(0, end - at));
    if (inside) cut.push({ text: inside, mark: pieces[number].mark });
  }
  if (start > 0) cut.unshift({ text: "… ", mark: false });
  if (end < text.length) cut.push({ text: " …", mark: false });
  return cut;
}
