// The search index in its files (scripts/kundskab/search.py), read as they are needed and kept.

import { fold } from "./nordic.js";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const VALUE = new Map(Array.from(DIGITS, (digit, value) => [digit, value]));
const LEVELS = 63, SMALLEST = 0.05, LARGEST = 40;
/** What a word counts in the text of a page in another language than the reader's, where nothing else is said. */
const ELSEWHERE = 0.35;
/** How much rarity counts: less than BM25's, so that one rare word of a question does not outweigh all its others. */
const RARITY = 0.8;
const SHORTEST = 3, MOST_PREFIXED = 80;

/** A file of the index could not be read. */
export class Unavailable extends Error {}

const opened = new Map();

/** The index below a place as readers of a language have it. @param {URL} home @param {string} lang @returns {Index} */
export function open(home, lang) {
  const place = new URL(`${lang}/`, home).href;
  if (!opened.has(place)) opened.set(place, new Index(home, lang));
  return opened.get(place);
}

class Index {
  #home;
  #lang;
  #files = new Map();

  constructor(home, lang) {
    this.#home = home;
    this.#lang = lang;
  }

  head() {
    return this.#read("index.json", JSON.parse);
  }

  record(document) {
    return this.#read(`${this.#lang}/page-${document}.json`, JSON.parse);
  }

  /** What the index has of a key: {postings: [document, impact, passage][], lemmas, rarity}, or undefined. */
  async entry(key) {
    const head = await this.head();
    const number = head.shards.findLastIndex(([first]) => first <= key);
    if (number < 0) return undefined;
    const shard = await this.#shard(number, head);
    const line = shard.get(key);
    if (typeof line === "string") shard.set(key, decoded(line, head, this.#lang));
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
    return (await Promise.all(numbers.map((number) => this.#list(...head.words[number])))).flat();
  }

  #shard(number, head) {
    const [first, size] = head.shards[number];
    return this.#read(`${numbered(first)}.txt`, (text) => new Map(lines(text)), size);
  }

  #list(length, letters, size) {
    return this.#read(`words-${length}-${letters.codePointAt(0)}.txt`, named, size);
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
      const answer = await fetch(new URL(name, this.#home), { cache });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const text = await answer.text();
      if (size !== undefined && text.length !== size) throw new Error(`${text.length} characters, not ${size}`);
      return parse(text);
    } catch (error) {
      if (cache === "default") return this.#fetched(name, parse, size, "reload");
      throw new Unavailable(`${new URL(name, this.#home)}: ${error.message}`, { cause: error });
    }
  }
}

/** What a shard is called that begins with a key. */
function numbered(first) {
  const letters = Array.from(first, (letter) => letter.codePointAt(0));
  return [...letters.slice(0, 2), letters.reduce((sum, letter) => (Math.imul(sum, 31) + letter) >>> 0, 0)].join("-");
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

/** What a line says to readers of a language: of a document's pages, that in their own counts more than the others, and says where. */
function decoded(line, { types, languages, shown }, lang) {
  const [codes, ...lemmas] = line.split(" ");
  const postings = [], own = languages.indexOf(lang);
  for (let at = 0, page = -1, last; at < codes.length; ) {
    let step, place;
    [step, at] = number(codes, at);
    let impact = level(codes[at++]), elsewhere = ELSEWHERE * impact;
    [place, at] = number(codes, at);
    if (place % 2) elsewhere = level(codes[at++]);
    page += step + 1;
    const document = Math.floor(page / languages.length), passage = Math.floor(place / 2);
    const isOwn = page % languages.length === (shown[lang][document] ?? own);
    if (!isOwn) impact = elsewhere;
    if (last?.[0] !== document) postings.push((last = [document, impact, passage]));
    else {
      last[1] = Math.min(last[1] + impact, LARGEST);
      if (isOwn) last[2] = passage;
    }
  }
  const rarity = Math.log(1 + (types.length - postings.length + 0.5) / (postings.length + 0.5)) ** RARITY;
  return { postings, lemmas, rarity };
}

const level = (digit) => SMALLEST * (LARGEST / SMALLEST) ** (VALUE.get(digit) / LEVELS);

function number(codes, at) {
  let value = 0, shift = 1, digit;
  do {
    digit = VALUE.get(codes[at++]);
    value += (digit % 32) * shift;
    shift *= 32;
  } while (digit >= 32);
  return [value, at];
}
