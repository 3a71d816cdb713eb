// Reading lists: what is read counts by concept, in every language and list, and stays on the device with one's answers.

import { element } from "./results.js";
import { keep, kept, layAside } from "./store.js";

/** @typedef {{read: Record<string, boolean>, answers: Record<string, string>}} Progress answers by "list day" */

const NAME = "reading", FILE = "kundskab-reading";
const { lang } = document.documentElement;
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
let unkept; // progress that the device would not keep

const usable = (map, type) => map && Object.values(map).every((value) => typeof value === type);
const valid = (found) => usable(found?.read, "boolean") && usable(found.answers, "string");

/** @returns {Progress} */
function progress() {
  const found = unkept ?? kept(NAME);
  return valid(found) ? found : { read: {}, answers: {} };
}

/** Change what is kept now. @param {(progress: Progress) => void} how */
function change(how) {
  const now = progress();
  how(now);
  unkept = keep(NAME, now) ? undefined : now;
  draw();
}

const page = document.querySelector(".k-progress");
const words = page && JSON.parse(page.dataset.words);
const say = (text) => page && (document.querySelector(".k-marks[role=status]").textContent = text);

function draw() {
  const { read, answers } = progress();
  for (const tick of all("[data-read]")) tick.checked = read[tick.dataset.read] ?? false;
  if (!page) return;
  for (const answer of all("[data-answer]")) if (answer !== document.activeElement) answer.value = answers[answer.dataset.answer] ?? "";
  const items = all("[data-read]");
  const next = items.find((tick) => !tick.checked), done = items.filter((tick) => tick.checked).length;
  const bar = page.querySelector("progress"), link = next?.closest("li").querySelector("a");
  bar.max = items.length;
  bar.value = done;
  page.querySelector("label").firstChild.data = words.count.replace("{}", done).replace("{}", items.length);
  const way = link ? [`${words.next_up}: `, link.cloneNode(true)] : [words.done];
  page.querySelector("[data-part=next]").replaceChildren(...way);
  if (unkept) say(words.not_kept);
}

/** Give each part of the list its working day. @param {string} start as 2026-11-29 */
function dates(start) {
  const day = new Date(`${start}T12:00Z`);
  if (Number.isNaN(day.valueOf()) || day.toISOString().slice(0, 10) !== start) return say(words.bad_date);
  const format = new Intl.DateTimeFormat(lang, { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  for (const place of all("[data-day]")) {
    while (day.getUTCDay() % 6 === 0) day.setUTCDate(day.getUTCDate() + 1);
    place.textContent = format.format(day);
    day.setUTCDate(day.getUTCDate() + 1);
  }
  document.querySelector("[type=date]").value = start;
}

/** Add a file's progress to one's own; another answer to a question is added below one's own. */
async function load(file) {
  const found = await file.text().then(JSON.parse).catch(() => undefined);
  if (found?.file !== FILE || !valid(found)) return say(words.bad_file);
  change((own) => {
    for (const [id, read] of Object.entries(found.read)) own.read[id] ||= read;
    for (const [day, answer] of Object.entries(found.answers)) {
      const mine = own.answers[day] ?? "";
      own.answers[day] = mine.includes(answer) ? mine : [mine, answer].filter(Boolean).join("\n\n");
    }
  });
  if (!unkept) say(words.loaded);
}

function save() {
  const text = JSON.stringify({ file: FILE, ...progress() }, null, 1);
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  element("a", { href, download: `${FILE}.json` }).click();
}

const asked = new URLSearchParams(location.search);
if (kept(NAME) === undefined ? layAside(NAME) : !valid(kept(NAME)) && layAside(NAME)) {
  say(words?.recovered);
  keep(NAME, undefined);
}
for (const way of all(".k-follow")) way.hidden = way.dataset.list !== asked.get("list");
document.addEventListener("change", ({ target }) => {
  if (target.dataset.read) change(({ read }) => (read[target.dataset.read] = target.checked));
  if (target.type === "file" && target.files[0]) load(target.files[0]).finally(() => (target.value = ""));
  if (target.type === "date" && target.value) {
    dates(target.value);
    document.querySelector(".k-keep [data-does=share]").dataset.query = `?start=${target.value}`;
  }
});
document.addEventListener("input", ({ target }) => {
  if (target.dataset.answer) change(({ answers }) => (answers[target.dataset.answer] = target.value));
});
addEventListener("storage", draw);
if (page) {
  page.hidden = false;
  document.querySelector("[data-part=save]").addEventListener("click", save);
  for (const link of all(".k-day a[data-item]")) link.search = `?list=${page.dataset.list}`;
  if (asked.get("start")) dates(asked.get("start"));
}
draw();
