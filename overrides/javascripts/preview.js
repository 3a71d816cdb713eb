// What a link leads to, without going there: a principle's idea, a term's meaning. It comes on hover, focus and, for terms,
// a tap; it goes with Escape, and one can point into it.

import { element } from "./results.js";

const WAIT = 250, LEAVE = 200; // milliseconds before it comes, and before it goes
const GAP = 8, EDGE = 12; // pixels from the link, and from the window's edge
const pages = new Map();
let shown, timer;

/** A page of this site as a document. @param {string} url */
function page(url) {
  const [address] = url.split(/[?#]/);
  if (!pages.has(address)) {
    const asked = fetch(address).then(async (answer) => {
      if (!answer.ok) throw new Error(`${answer.status} ${address}`);
      return new DOMParser().parseFromString(await answer.text(), "text/html");
    });
    asked.catch(() => pages.delete(address)); // asked again the next time
    pages.set(address, asked);
  }
  return pages.get(address);
}

/** A term's words, or a page's head. */
async function content(link) {
  const found = await page(link.href);
  const parts = link.matches(".k-term")
    ? found.getElementById(link.hash.slice(1))?.querySelectorAll("dt, dd > p:first-child, .k-note")
    : found.querySelectorAll(".k-head .k-kicker, h1, .k-lead");
  const area = found.querySelector(".md-content [data-area]")?.dataset.area;
  return [...(parts ?? [])].map((part) => {
    for (const left of part.querySelectorAll("svg, .headerlink")) left.remove();
    for (const inner of part.querySelectorAll("a")) inner.replaceWith(...inner.childNodes);
    const attributes = { class: part.matches(".k-kicker") ? "k-kicker" : undefined, lang: part.lang || found.documentElement.lang, "data-area": area };
    return element(part.matches("dt, h1") ? "b" : "p", attributes, ...part.cloneNode(true).childNodes);
  });
}

async function show(link) {
  const parts = await content(link);
  if (!parts.length || shown?.link !== link) return;
  const tip = (shown.tip = element("div", { class: "k-tip", id: "k-tip", role: "tooltip" }, ...parts));
  document.body.append(tip);
  link.setAttribute("aria-describedby", tip.id);
  place();
}

/** Beside the link, as long as that is in view. */
function place() {
  const { link, tip } = shown;
  const at = [...link.getClientRects()].at(-1), { width, height } = tip.getBoundingClientRect();
  if (at.bottom < 0 || at.top > innerHeight) return close();
  const below = at.bottom + GAP + height < innerHeight;
  tip.style.left = `${Math.max(EDGE, Math.min(at.left, innerWidth - width - EDGE))}px`;
  tip.style.top = `${below ? at.bottom + GAP : Math.max(EDGE, at.top - GAP - height)}px`;
}

function later(action, wait) {
  clearTimeout(timer);
  timer = setTimeout(action, wait);
}

function open(link, wait, otherwise = close) {
  if (shown?.link === link) clearTimeout(timer);
  else
    later(() => {
      close();
      shown = { link };
      show(link).catch(otherwise);
    }, wait);
}

function close() {
  clearTimeout(timer);
  shown?.link.removeAttribute("aria-describedby");
  shown?.tip?.remove();
  shown = undefined;
}

const link = ({ target }) => target.closest?.(".md-content :is(a.k-term, a[data-preview])");
const inside = ({ target }) => target.closest?.(".k-tip");
document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  if (link(event)) open(link(event), WAIT);
  else if (inside(event)) clearTimeout(timer);
  else later(close, LEAVE);
});
document.addEventListener("focusin", (event) => (link(event)?.matches(":focus-visible") ? open(link(event), 0) : close()));
document.addEventListener("keydown", ({ key }) => key === "Escape" && close());
document.addEventListener("scroll", () => shown?.tip && place(), { passive: true });
document.addEventListener("click", (event) => {
  const pressed = link(event);
  if (event.pointerType === "touch" && pressed?.matches(".k-term") && shown?.link !== pressed) {
    event.preventDefault();
    open(pressed, 0, () => location.assign(pressed.href));
  } else if (!inside(event)) close();
});
