// The search box: a combobox with a list (ARIA 1.2) over the engine, in the header or, on narrow screens, over the page.

import { asButton } from "./menu.js";
import { forget, recent, remember } from "./recent.js";
import { meant, results, searches } from "./results.js";
import { search } from "./search.js";
import { Unavailable } from "./searchindex.js";

const PAUSE = 130, SLOW = 400, SPOKEN = 600; // milliseconds: until a search begins, is called slow, and is told aloud
const STEP = 15; // results at once
const LIKE = 4; // words like those that are not found

const box = document.querySelector(".k-search"), opener = document.querySelector(".k-find");
const input = box.querySelector("input"), list = box.querySelector("[role=listbox]");
const [panel, filters, line, status, start, more, retry, clear, leave] =
  ["panel", "filters", "line", "status", "start", "more", "retry", "forget", "close"].map((name) => box.querySelector(`[data-part=${name}]`));
const [words, types, languages, elsewhere] = ["words", "types", "languages", "elsewhere"].map((name) => JSON.parse(box.dataset[name]));
const lang = document.documentElement.lang;
const kinds = Object.fromEntries([...filters.children].map((chip) => [chip.dataset.type, chip.firstElementChild.textContent]));
const labels = { words, types, kinds, languages, elsewhere, lang, template: box.querySelector("template") };
const narrow = matchMedia("(max-width: 59.984em)");
const behind = [...[...box.parentElement.children].filter((other) => other !== box), document.querySelector(".md-container")];
const plural = new Intl.PluralRules(lang);

let turn = 0, type = "", limit = STEP, active = -1;
let typing, speaking, before;

const asked = () => input.value.trim().slice(0, input.maxLength);
const opened = () => !panel.hidden;
const options = () => [...list.querySelectorAll("[role=option]")];

// Open and closed.

function open() {
  if (opened()) return;
  before = document.activeElement;
  panel.hidden = false;
  tell();
  input.focus();
  run();
}

function close(back = false) {
  if (!opened()) return;
  turn++; // what is still sought comes too late
  panel.hidden = true;
  tell();
  remembered("");
  say("");
  if (!back) return;
  const place = narrow.matches ? opener : before === input ? document.body : before;
  place?.focus();
  if (document.activeElement === input) input.blur();
}

function tell() {
  box.classList.toggle("k-search--open", opened());
  opener.setAttribute("aria-expanded", String(opened()));
  for (const other of behind) other.inert = opened() && narrow.matches;
  select(-1);
}

/** The address, so that it can be shared and come back to. */
function remembered(query) {
  const url = new URL(location.href);
  if ((url.searchParams.get("q") ?? "") === query) return;
  if (query) url.searchParams.set("q", query);
  else url.searchParams.delete("q");
  history.replaceState(history.state, "", url);
}

// Asking and showing.

/** Ask for what stands in the field. @returns {Promise<boolean>} whether its answer is shown: not if a later one is asked for */
async function run() {
  clearTimeout(typing);
  const own = ++turn;
  const query = asked();
  remembered(query);
  if (!query) return empty();
  const slow = setTimeout(() => waiting(own), SLOW);
  try {
    const answer = await search(query, { lang, limit, type });
    if (own !== turn) return false;
    if (!type || answer.types[type]) return found(answer, query);
    type = "";
    return run();
  } catch (error) {
    if (own === turn) failed();
    if (!(error instanceof Unavailable)) throw error;
    return false;
  } finally {
    clearTimeout(slow);
  }
}

function found({ hits, total, types: counts, nearest }, query) {
  const count = total ? words.count[plural.select(total)].replace("{}", total.toLocaleString(lang)) : words.none;
  chips(counts);
  const like = [...new Set(nearest)].slice(0, LIKE);
  const similar = total && like.length ? `. ${words.similar.replace("{}", () => like.join(", "))}` : "";
  show(count + similar, total ? results(hits, query, labels) : meant(like, words.meant));
  more.hidden = hits.length >= total;
  start.hidden = total > 0;
  return true;
}

function empty() {
  type = "";
  const queries = recent();
  chips({});
  show(queries.length ? words.recent : words.hint, searches(queries), "");
  clear.hidden = !queries.length;
  return false;
}

function failed() {
  chips({});
  show(words.failed, []);
  retry.hidden = false;
}

function waiting(own) {
  if (own !== turn) return;
  list.ariaBusy = "true";
  line.textContent = words.waiting;
  say(words.waiting);
}

/** A line, the options below it, and what is said aloud. */
function show(text, made, spoken = text) {
  line.textContent = text;
  list.replaceChildren(...made);
  list.hidden = !made.length;
  list.ariaBusy = "false";
  for (const button of [more, retry, clear]) button.hidden = true;
  start.hidden = false;
  select(-1);
  say(spoken);
}

function say(text) {
  clearTimeout(speaking);
  speaking = setTimeout(() => (status.textContent = text), SPOKEN);
}

/** The filters: one for each type found, with its number. */
function chips(counts) {
  filters.hidden = Object.keys(counts).length < 2;
  for (const chip of filters.querySelectorAll("button")) {
    chip.hidden = !counts[chip.dataset.type];
    chip.ariaPressed = String(chip.dataset.type === type);
    chip.querySelector("[data-part=number]").textContent = (counts[chip.dataset.type] ?? 0).toLocaleString(lang);
  }
}

function select(place) {
  const all = options();
  active = place;
  all.forEach((option, number) => (option.ariaSelected = String(number === place)));
  input.ariaExpanded = String(opened() && all.length > 0);
  if (all[place]) input.setAttribute("aria-activedescendant", all[place].id);
  else input.removeAttribute("aria-activedescendant");
  all[place]?.scrollIntoView({ block: "nearest" });
}

function write(query) {
  input.value = query;
  limit = STEP;
  input.focus();
  return run();
}

// Keys and clicks.

function move(step) {
  const number = options().length;
  if (!opened()) open();
  else if (number) select(active < 0 && step < 0 ? number - 1 : (active + step + number) % number);
}

async function enter(event) {
  if (active < 0 && !(asked() && (await run()))) return;
  const modifiers = { ctrlKey: event.ctrlKey, metaKey: event.metaKey, shiftKey: event.shiftKey };
  options()[Math.max(active, 0)]?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...modifiers }));
}

function escape() {
  if (asked()) write("");
  else close(true);
}

input.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const action = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: () => enter(event) }[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

input.addEventListener("input", () => {
  limit = STEP;
  open();
  clearTimeout(typing);
  typing = setTimeout(run, asked() ? PAUSE : 0);
});

input.addEventListener("focus", open);
input.addEventListener("click", open);

list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option?.matches(".k-again")) {
    event.preventDefault();
    write(option.textContent);
  } else if (option) remember(asked());
});

filters.addEventListener("click", (event) => {
  const chip = event.target.closest("button");
  if (!chip) return;
  type = chip.dataset.type === type ? "" : chip.dataset.type;
  limit = STEP;
  run();
});

more.addEventListener("click", async () => {
  limit += STEP;
  await run();
  if (more.hidden) input.focus();
});

clear.addEventListener("click", () => {
  forget();
  write("");
});

retry.addEventListener("click", () => write(input.value));
leave.addEventListener("click", () => close(true));
asButton(opener, open);

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Escape" && opened()) return escape();
  const chord = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && (event.key === "/" || event.key === "s");
  const field = event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  if (!(chord || plain) || (field && !(chord && field === input))) return;
  event.preventDefault();
  open();
  input.select();
});

document.addEventListener("pointerdown", (event) => !box.contains(event.target) && close());
box.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !box.contains(relatedTarget) && close());
addEventListener("hashchange", () => close());
narrow.addEventListener("change", tell);

box.inert = false;
const wanted = new URLSearchParams(location.search).get("q");
if (wanted) {
  input.value = wanted.slice(0, input.maxLength);
  open();
}
