// What every page offers once scripts run: switching language in the middle of a page, the offer of another language on a
// first visit, sharing, printing, reporting an error, and a review that is overdue. Without them all of it stays a link.

import { element } from "./results.js";
import { keep, kept } from "./store.js";

const READ = 160; // pixels from the top: the section whose heading has passed this line is the one being read
const STILL = 700; // milliseconds without scrolling, after which one reads
const { lang } = document.documentElement;

for (const part of document.querySelectorAll("[data-scripted]")) part.hidden = false;

/** The address of the section that is being read, "" above the first. */
function section() {
  const passed = [...document.querySelectorAll(".md-content h2[id]:not([id^=beside-])")]
    .filter((heading) => heading.getBoundingClientRect().top < READ);
  return passed.length ? `#${passed.at(-1).id}` : "";
}

let pause;
let last = ""; // the section that was read before the foot of the page came into view
const foot = document.querySelector(".k-footer");
const note = () => foot.getBoundingClientRect().top > innerHeight && (last = section());
addEventListener("scroll", () => {
  clearTimeout(pause);
  pause = setTimeout(note, STILL);
});
const read = (link) => (foot.contains(link) && foot.getBoundingClientRect().top < innerHeight ? last : section());

/** This address with what a list asks of it: which one is followed, and from which day. */
function following(link) {
  const asked = new URLSearchParams(location.search), url = new URL(link.href);
  for (const name of ["list", "start"]) if (asked.has(name)) url.searchParams.set(name, asked.get(name));
  return url;
}
for (const link of document.querySelectorAll(".k-beside a")) link.href = following(link);

const actions = {
  language: (link) => {
    link.href = following(link);
    link.hash = read(link);
    keep("lang", link.dataset.lang);
  },
  report: (link) => {
    const page = encodeURIComponent(location.origin + location.pathname + read(link));
    link.href = link.dataset.address.replaceAll("{page}", page);
  },
  print: () => print(),
  share,
};
document.addEventListener("click", (event) => {
  const pressed = event.target.closest?.("[data-does]");
  if (pressed) actions[pressed.dataset.does]?.(pressed);
});

/** Give this page to another app, or its address to the clipboard; where neither works, show the address. */
async function share(button) {
  const url = location.origin + location.pathname + (button.dataset.query || location.hash);
  const said = button.nextElementSibling;
  try {
    if (navigator.share) return await navigator.share({ title: document.title, url });
    await navigator.clipboard.writeText(url);
    said.textContent = button.dataset.copied;
  } catch (error) {
    if (error.name !== "AbortError") said.textContent = url;
  }
}

const today = new Date().toLocaleDateString("sv"); // as 2026-11-29
for (const review of document.querySelectorAll("[data-due]")) {
  if (review.querySelector("time").dateTime >= today) continue;
  review.classList.add("k-due");
  review.firstElementChild.textContent = review.dataset.due;
}

/** Once, on a first visit: the language that the browser would rather have. */
function offer() {
  const links = [...document.querySelectorAll("a[data-offer]")];
  if (!links.length || kept("lang") || document.referrer.startsWith(location.origin)) return;
  const wanted = navigator.languages.map((code) => code.slice(0, 2).replace(/^n[no]$/, "nb"));
  const first = wanted.find((code) => code === lang || links.some((link) => link.dataset.lang === code));
  const link = links.find((one) => one.dataset.lang === first);
  if (!link) return;
  const words = JSON.parse(link.dataset.offer);
  const yes = element("a", { href: link.href, hreflang: first, "data-does": "language", "data-lang": first }, words.yes);
  const no = element("button", { type: "button" }, words.no);
  const asked = element("aside", { class: "k-offer", lang: first }, element("p", {}, words.ask), yes, no);
  no.addEventListener("click", () => {
    keep("lang", lang);
    asked.remove();
    document.querySelector("h1").tabIndex = -1;
    document.querySelector("h1").focus();
  });
  document.querySelector(".md-content__inner").prepend(asked);
}
offer();
