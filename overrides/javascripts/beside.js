// Two languages side by side: `?with=nb` puts that language's page beside this one, section by section. Sections have the
// same ids in every language; what has drifted says so.

import { element } from "./results.js";

const here = new URL(location.href), other = here.searchParams.get("with");
const link = document.querySelector(`.k-beside a[hreflang="${CSS.escape(other)}"]`);
const page = document.querySelector(".md-content__inner");
const OWN = ".k-tick, .k-answer, .k-progress, [data-day]"; // what one does on one's own page alone
const AFTER = ".k-follow, .k-colophon, .k-tools, .k-sign, .k-marks";

if (link) {
  const words = JSON.parse(link.closest("[data-words]").dataset.words);
  beside(new URL(link.dataset.page, here), words).catch(() => page.prepend(element("p", { class: "k-note", role: "alert" }, words.failed)));
}

async function beside(url, words) {
  const answer = await fetch(url);
  const twin = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".md-content__inner");
  if (!answer.ok || !twin) throw new Error(`${answer.status} ${url}`);
  const drifted = [page, twin].flatMap((one) => one.querySelector("[data-drifted]")?.dataset.drifted.split(" ") ?? []);
  const own = sections(page), theirs = sections(twin), after = page.querySelectorAll(AFTER);
  for (const one of twin.querySelectorAll(OWN)) one.remove();
  for (const name of ["href", "src"])
    for (const one of twin.querySelectorAll(`[${name}]`)) one.setAttribute(name, new URL(one.getAttribute(name), url));
  for (const name of ["id", "aria-labelledby"]) // ids stay unique
    for (const one of twin.querySelectorAll(`[${name}]`)) one.setAttribute(name, `beside-${one.getAttribute(name)}`);
  const rows = [...new Set([...own.keys(), ...theirs.keys()])].map((id) => {
    const both = own.has(id) && theirs.has(id);
    const note = !both ? words.missing : drifted.includes(id) ? words.changed : "";
    const sides = [element("div", {}, ...(own.get(id) ?? [])), element("div", { lang: other }, ...(theirs.get(id) ?? []))];
    return element("div", { class: "k-pair" }, ...(note ? [element("p", { class: "k-note" }, note)] : []), ...sides);
  });
  here.searchParams.delete("with");
  const close = element("p", { class: "k-tools" }, element("a", { href: here }, words.alone));
  const area = page.querySelector("[data-area]")?.dataset.area;
  document.body.classList.add("k-two-up");
  page.replaceChildren(close, element("div", { "data-area": area }, ...rows), ...after);
  document.getElementById(here.hash.slice(1))?.scrollIntoView();
}

/** What stands under each `##` heading, by its id; what stands before the first under "". @returns {Map<string, Element[]>} */
function sections(page) {
  const found = new Map([["", []]]);
  let id = "";
  const walk = (parent) => {
    for (const child of [...parent.children]) {
      if (child.matches(".k-body, [data-area]:not(.k-day), .k-situation")) walk(child);
      else if (!child.matches(`${AFTER}, aside, #k-text`)) {
        if (child.matches("h2")) found.set((id = child.id), []);
        found.get(id).push(child);
      }
    }
  };
  walk(page);
  return found;
}
