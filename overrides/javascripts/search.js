// The search engine: what the index of a reader's language (scripts/kundskab/search.py) answers to a query.
// No page is needed: tests, other pages and the search box import `search`.

import { exact, fold, key, stem, stops, words } from "./nordic.js";

const PREFIX = 0.45, SPLIT = 0.35, JOINED = 0.8, FUZZY = 0.3, FOLDED = 0.4, UNSURE = 0.95, INFLECTED = 0.95;
const COVERAGE = 1.5, TITLE = 1.5, NAME = 0.8;
/** How much rarity counts: less than BM25's, so that one rare word of a question does not outweigh all its others. */
const RARITY = 0.6;
const LONGEST_QUERY = 300, MOST_WORDS = 16, MOST_PREFIXED = 80, MOST_SPLITS = 6, FEW = 3, MOST_FUZZY = 6, ENDING = 2, RERANKED = 10;
const SHORTEST_PART = 3, LINKS = ["", "s", "e", "es"];
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const VALUE = new Map(Array.from(DIGITS, (digit, value) => [digit, value]));
const written = (word) => `${key(word)}=${exact(word)}`;
const plain = (word) => /^[\p{ASCII}]*$/u.test(word);
/** What pages that mostly lead to others count, against those that tell. */
const LEADING = { area: 0.7, "reading-list": 0.7, workshop: 0.7, page: 0.7 };
const LEVELS = 63, SMALLEST = 0.02, LARGEST = 40;
const EXCERPT = 180;

/**
 * @typedef {{text: string, mark: boolean}[]} Marked  a text in pieces, those that answer the query marked
 * @typedef {{id: string, type: string, folder: string, area: string, lang: string, url: string, title: Marked, summary: string,
 *   anchor: string, heading: string, excerpt: Marked, why: {lang: string, name: string} | null, score: number}} Hit
 *   `url` is below the site's root; `lang` the text's language; `why` a name that the query found it by and that it does not show
 * @typedef {{hits: Hit[], total: number, types: Record<string, number>, words: string[], nearest: string[]}} Answer
 *   `total` and `types` count all documents found; `nearest` are known words like those that nothing was found for
 */

/** A file of the index could not be read. */
export class Unavailable extends Error {}

/** Where the index stands: beside this script's folder. */
export const HOME = new URL("../search/", import.meta.url);

/**
 * What readers of a language find. Raises Unavailable where the index cannot be read.
 * @param {string} query @param {{lang: string, limit?: number, type?: string, home?: URL}} options @returns {Promise<Answer>}
 */
export async function search(query, { lang, limit = 10, type = "", home = HOME }) {
  const asked = words(query.slice(0, LONGEST_QUERY)).slice(0, MOST_WORDS);
  const telling = asked.filter((word) => !stops.has(word));
  const used = telling.length ? telling : asked;
  if (!used.length) return { hits: [], total: 0, types: {}, words: [], nearest: [] };
  const index = open(home, lang);
  const head = await index.head();
  const found = await Promise.all(used.map((word) => matches(index, word, joined(asked, word))));
  const scores = combine(found);
  for (const [document, one] of scores) one.score *= LEADING[head.types[document]] ?? 1;
  const types = count(scores.keys(), head.types);
  const wanted = [...scores].filter(([document]) => !type || head.types[document] === type);
  const best = wanted.sort(([a, x], [b, y]) => y.score - x.score || a - b).slice(0, Math.max(limit, RERANKED));
  const records = await Promise.all(best.map(([document]) => index.record(document)));
  const ranked = best.map(([, score], place) => rated(records[place], score, asked)).sort((a, b) => b.score - a.score);
  const nearest = found.flatMap((one) => one.nearest);
  return { hits: ranked.slice(0, limit).map((one) => hit(one, lang)), total: wanted.length, types, words: used, nearest };
}

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
  const near = known.size ? [] : await alike(index, own, folded);
  const more = [...cuts.map((parts) => [parts, SPLIT, common / 2]), ...near.map(([other, factor]) => [[other], factor * FUZZY])];
  for (const [document, one] of await reached(index, more)) {
    if (one.value > (known.get(document)?.value ?? 0)) known.set(document, one);
  }
  return { word, documents: known, nearest: near.map(([other]) => other) };
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

/** Keys of the words that a misspelled one may stand for, with how near each is (0 to 1). */
async function alike(index, own, folded) {
  const far = folded.length >= 9 ? 2 : folded.length >= 4 ? 1 : 0;
  if (!far) return [];
  const nearOnes = async (chosen) => {
    const near = [];
    for (const other of await index.alike(folded.length - far - ENDING, folded.length + far + ENDING, chosen)) {
      const distance = Math.min(apart(folded, other, far), apart(own, stem(other), far));
      if (distance <= far) near.push([stem(other), 1 - distance / (folded.length + 1), distance]);
    }
    return near;
  };
  const likely = (letters) => letters.includes(folded[0]) || letters.includes(folded[1]);
  const first = await nearOnes(likely);
  const near = first.length ? first : await nearOnes((letters) => !likely(letters));
  near.sort((a, b) => a[2] - b[2] || (a[0] < b[0] ? -1 : 1));
  const best = new Map(near.filter(([, , distance]) => distance === near[0][2]));
  return [...best].slice(0, MOST_FUZZY);
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

/** A document's score once its names are known: the nearer one is to the whole query, small words too, the better. */
function rated(record, { score, answered, passages }, asked) {
  const query = new Set(asked.map(key));
  const share = (name) => {
    const own = new Set(words(name).map(key));
    return [...query].filter((one) => own.has(one)).length / Math.max(own.size, query.size);
  };
  const nearest = Math.max(share(record.title), ...record.also.map(([, name]) => NAME * share(name)));
  return { record, answered, passages, score: score * (1 + TITLE * nearest) };
}

function count(documents, types) {
  const counts = {};
  for (const document of documents) counts[types[document]] = (counts[types[document]] ?? 0) + 1;
  return counts;
}

// What a result shows.

function hit({ record, answered, passages, score }, lang) {
  const answers = (text) => answered.some((one) => stands(text, one));
  const best = [...passages].sort(([a, x], [b, y]) => y - x || a - b)[0]?.[0] ?? 0;
  const [anchor, heading, text] = record.passages[best] ?? record.passages[0];
  const title = marked(record.title, answers);
  const excerpt = shortened(marked(text || record.summary, answers));
  const shown = words([...title, { text: heading }, ...excerpt].map(({ text }) => text).join(" "));
  const unseen = answered.filter((one) => !shown.some((word) => stands(word, one)));
  const name = record.also.find(([, name]) => words(name).some((word) => unseen.some((one) => stands(word, one))));
  return {
    id: record.id, type: record.type, folder: record.folder, area: record.area, lang: record.lang, url: record.url, title,
    summary: record.summary, anchor, heading: best ? heading : "", excerpt, why: name ? { lang: name[0], name: name[1] } : null, score,
  };
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

// The index in its files.

const opened = new Map();

function open(home, lang) {
  const place = new URL(`${lang}/`, home).href;
  if (!opened.has(place)) opened.set(place, new Index(place));
  return opened.get(place);
}

class Index {
  #place;
  #files = new Map();

  constructor(place) {
    this.#place = place;
  }

  head() {
    return this.#read("index.json", JSON.parse);
  }

  record(document) {
    return this.#read(`page-${document}.json`, JSON.parse);
  }

  /** What the index has of a key: {postings: [document, impact, passage][], lemmas, rarity}, or undefined. */
  async entry(key) {
    const head = await this.head();
    const number = head.shards.findLastIndex(([first]) => first <= key);
    if (number < 0) return undefined;
    const shard = await this.#shard(number, head);
    const line = shard.get(key);
    if (typeof line === "string") shard.set(key, decoded(line, head.types.length));
    return shard.get(key);
  }

  /** The keys that begin with a text. */
  async prefixed(text) {
    if (text.length < SHORTEST_PART) return [];
    const head = await this.head();
    const from = Math.max(0, head.shards.findLastIndex(([first]) => first <= text));
    const found = [];
    for (let number = from; number < Math.min(from + 2, head.shards.length); number++) {
      if (number > from && !head.shards[number][0].startsWith(text)) break;
      for (const [key, entry] of await this.#shard(number, head)) {
        if (key.startsWith(text) && !key.includes("=") && (typeof entry !== "string" || entry[0] !== " ")) found.push(key);
        if (found.length >= MOST_PREFIXED) return found;
      }
    }
    return found;
  }

  /** The words of titles, headings and terms with so many letters, in lists of such first ones. */
  async alike(least, most, chosen) {
    const head = await this.head();
    const numbers = head.words.flatMap(([length, letters], number) => (length >= least && length <= most && chosen(letters) ? [number] : []));
    return (await Promise.all(numbers.map((number) => this.#read(`words-${number}.txt`, keys, head.words[number][2])))).flat();
  }

  #shard(number, head) {
    return this.#read(`${number}.txt`, (text) => new Map(lines(text)), head.shards[number][1]);
  }

  #read(name, parse, size) {
    if (!this.#files.has(name)) {
      const file = this.#fetched(name, parse, size);
      this.#files.set(name, file);
      file.catch(() => this.#files.delete(name)); // so that the next query tries again
    }
    return this.#files.get(name);
  }

  /** A file that cannot be read may be a bad copy on the device: it is asked for once more, past the browser's cache. */
  async #fetched(name, parse, size, cache = "default") {
    try {
      const answer = await fetch(this.#place + name, { cache });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const text = await answer.text();
      if (size !== undefined && text.length !== size) throw new Error(`${text.length} characters, not ${size}`);
      return parse(text);
    } catch (error) {
      if (cache === "default") return this.#fetched(name, parse, size, "reload");
      throw new Unavailable(`${this.#place}${name}: ${error.message}`, { cause: error });
    }
  }
}

/** Lines of a shard as [key, rest]: each leaves off what it shares with the one before. */
function* lines(text) {
  let before = "";
  for (const line of text.split("\n")) {
    const end = line.indexOf(" ");
    before = before.slice(0, VALUE.get(line[0])) + line.slice(1, end);
    yield [before, line.slice(end + 1)];
  }
}

function keys(text) {
  let before = "";
  return text.split("\n").map((line) => (before = before.slice(0, VALUE.get(line[0])) + line.slice(1)));
}

function decoded(line, documents) {
  const [codes, ...lemmas] = line.split(" ");
  const postings = [];
  for (let at = 0, document = -1; at < codes.length; ) {
    let step, passage;
    [step, at] = number(codes, at);
    const impact = SMALLEST * (LARGEST / SMALLEST) ** (VALUE.get(codes[at++]) / LEVELS);
    [passage, at] = number(codes, at);
    document += step + 1;
    postings.push([document, impact, passage]);
  }
  const rarity = Math.log(1 + (documents - postings.length + 0.5) / (postings.length + 0.5)) ** RARITY;
  return { postings, lemmas, rarity };
}

function number(codes, at) {
  let value = 0, shift = 1, digit;
  do {
    digit = VALUE.get(codes[at++]);
    value += (digit % 32) * shift;
    shift *= 32;
  } while (digit >= 32);
  return [value, at];
}
