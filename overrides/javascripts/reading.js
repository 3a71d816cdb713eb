// Reading lists: what one has read counts by concept, in every language and list; it stays on the device, with one's answers.

import { element } from "./results.js";
import { keep, kept, layAside } from "./store.js";

/** @typedef {{read: Record<string, boolean>, answers: Record<string, string>, starts: Record<string, string>}} Progress
 *   answers by "list day", the first day by list */

const NAME = "reading", FILE = "kundskab-reading", PARTS = { read: "boolean", answers: "string", starts: "string" };
const { lang } = document.documentElement;
const all = (selector) => [...document.querySelectorAll(selector)];
const page = document.querySelector(".k-progress");
const asked = new URLSearchParams(location.search);
const words = JSON.parse((page ?? document.querySelector(".k-follow"))?.dataset.words ?? "{}");
let unkept; // progress that the device would not keep

/** Tell something, until it is untrue or put away. */
function say(text, told = document.querySelector(".k-said")) {
  const away = element("button", { type: "button" }, "OK");
  away.addEventListener("click", () => say(""));
  told?.replaceChildren(...(text ? [text, away] : []));
}

const plain = (map) => map && Object.getPrototypeOf(map) === Object.prototype;
const usable = (map, type) => plain(map) && Object.values(map).every((value) => typeof value === type);
const valid = (found) => plain(found) && Object.entries(PARTS).every(([part, type]) => usable(found[part] ?? {}, type));

/** @returns {Progress} */
function progress() {
  const found = unkept ?? kept(NAME);
  return { read: {}, answers: {}, starts: {}, ...(valid(found) && found) };
}

/** What is kept but cannot be used is laid aside, and that is told. */
function recover() {
  if ((kept(NAME) === undefined || !valid(kept(NAME))) && layAside(NAME)) say(words.recovered);
}

/** Change what is kept now, also by another window. @param {(progress: Progress) => void} how */
function change(how) {
  recover();
  const now = progress(), before = unkept;
  how(now);
  unkept = keep(NAME, now) ? undefined : now;
  if (unkept) say(words.not_kept);
  else if (before) say("");
  draw();
}

function draw() {
  const { read, answers, starts } = progress();
  for (const tick of all("[data-read]")) tick.checked = read[tick.dataset.read] === true;
  if (!page) return;
  for (const answer of all("[data-answer]")) {
    if (answer !== document.activeElement || !document.hasFocus()) answer.value = answers[answer.dataset.answer] ?? "";
  }
  const items = all(".k-day [data-read]"), next = items.find((tick) => !tick.checked);
  const done = items.filter((tick) => tick.checked).length, bar = page.querySelector("progress");
  bar.max = items.length;
  bar.value = done;
  page.querySelector("label").firstChild.data = words.count.replace("{}", done).replace("{}", items.length);
  const way = next ? [`${words.next_up}: `, next.closest("li").querySelector("a").cloneNode(true)] : [words.done];
  page.querySelector("[data-part=next]").replaceChildren(...way);
  dates(starts[page.dataset.list] ?? "");
}

const day = (text) => {
  const found = new Date(`${text}T12:00Z`);
  return !Number.isNaN(found.valueOf()) && found.toISOString().slice(0, 10) === text ? found : undefined;
};

/** Give each part of the list its working day. @param {string} start as 2026-11-29, or "" */
function dates(start) {
  const first = day(start);
  const format = new Intl.DateTimeFormat(lang, { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  for (const place of all("[data-day]")) {
    while (first?.getUTCDay() % 6 === 0) first.setUTCDate(first.getUTCDate() + 1);
    place.textContent = first ? format.format(first) : "";
    first?.setUTCDate(first.getUTCDate() + 1);
  }
  document.querySelector("[type=date]").value = start;
  document.querySelector(".k-keep [data-does=share]").dataset.query = start && `?start=${start}`;
}

const begin = (start) => change(({ starts }) => (start ? (starts[page.dataset.list] = start) : delete starts[page.dataset.list]));

/** Add a file's progress to one's own; of an answer, the paragraphs that one has not. */
async function load(file) {
  const found = await file.text().then(JSON.parse).catch(() => undefined);
  if (found?.file !== FILE || !valid(found)) return say(words.bad_file);
  change(({ read, answers, starts }) => {
    for (const [id, done] of Object.entries(found.read ?? {})) if (done) read[id] = true;
    for (const [id, answer] of Object.entries(found.answers ?? {})) {
      const both = [Object.hasOwn(answers, id) ? answers[id] : "", answer].flatMap((text) => text.split("\n\n"));
      answers[id] = [...new Set(both)].filter(Boolean).join("\n\n");
    }
    Object.assign(starts, { ...found.starts, ...starts });
  });
  if (!unkept) say(words.loaded);
}

function save() {
  const text = JSON.stringify({ file: FILE, ...progress() }, null, 1);
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  element("a", { href, download: `${FILE}.json` }).click();
}

for (const way of all(".k-follow")) way.hidden = way.dataset.list !== asked.get("list");
document.addEventListener("change", ({ target }) => {
  if (target.dataset.read) change(({ read }) => (read[target.dataset.read] = target.checked));
  if (target.type === "file" && target.files[0]) load(target.files[0]).finally(() => (target.value = ""));
  if (target.type === "date" && !target.validity.badInput) begin(target.value);
});
document.addEventListener("input", ({ target }) => {
  if (target.dataset.answer) change(({ answers }) => (answers[target.dataset.answer] = target.value));
});
for (const event of ["storage", "pageshow", "focus"]) addEventListener(event, draw);
if (page) {
  page.hidden = false;
  recover();
  document.querySelector("[data-part=save]").addEventListener("click", save);
  for (const link of all(".k-day a[data-item]")) link.search = `?list=${page.dataset.list}`;
  const start = asked.get("start");
  if (start && day(start)) begin(start);
  else if (start) say(words.bad_date);
}
draw();
