// The search index in its files (scripts/kundskab/search.py), read as they are needed and kept.

import { fold } from "./nordic.js";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const VALUE = new Map(Array.from(DIGITS, (digit, value) => [digit, value]));
const LEVELS = 63, SMALLEST = 0.02, LARGEST = 40;
/** How much rarity counts: less than BM25's, so that one rare word of a question does not outweigh all its others. */
const RARITY = 0.8;
const SHORTEST = 3, MOST_PREFIXED = 80;

/** A file of the index could not be read. */
export class Unavailable extends Error {}

const opened = new Map();

/** A language's index below a place. @param {URL} home @param {string} lang @returns {Index} */
export function open(home, lang) {
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
    if (text.length < SHORTEST) return [];
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

  /** The words of titles, headings and terms, [folded, as written][], from lists of so many folded letters and such first ones. */
  async named(least, most, chosen) {
    const head = await this.head();
    const numbers = head.words.flatMap(([length, letters], number) => (length >= least && length <= most && chosen(letters) ? [number] : []));
    return (await Promise.all(numbers.map((number) => this.#read(`words-${number}.txt`, named, head.words[number][2])))).flat();
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

function named(text) {
  let before = "";
  return text.split("\n").map((line) => (before = before.slice(0, VALUE.get(line[0])) + line.slice(1))).map((word) => [fold(word), word]);
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
