// Two languages side by side: `?with=nb` puts that page beside this one, by the ids that sections have in every language.

import { element } from "./results.js";

const other = new URLSearchParams(location.search).get("with");
const link = document.querySelector(`.k-beside a[hreflang="${CSS.escape(other)}"]`);
if (link) beside(new URL(link.dataset.page, location.href), JSON.parse(link.closest("[data-words]").dataset.words));

async function beside(url, words) {
  const answer = await fetch(url);
  if (!answer.ok) return;
  const page = document.querySelector(".md-content__inner");
  const twin = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".md-content__inner");
  const drifted = [page, twin].flatMap((one) => one.querySelector("[data-drifted]")?.dataset.drifted.split(" ") ?? []);
  const own = sections(page), theirs = sections(twin);
  for (const name of ["href", "src"])
    for (const one of twin.querySelectorAll(`[${name}]`)) one.setAttribute(name, new URL(one.getAttribute(name), url));
  for (const one of twin.querySelectorAll("[id]")) one.id = `beside-${one.id}`; // ids stay unique
  const rows = [...new Set([...own.keys(), ...theirs.keys()])].map((id) => {
    const both = own.has(id) && theirs.has(id);
    const note = !both ? words.missing : drifted.includes(id) ? words.changed : "";
    const sides = [element("div", {}, ...(own.get(id) ?? [])), element("div", { lang: other }, ...(theirs.get(id) ?? []))];
    return element("div", { class: "k-pair" }, ...(note ? [element("p", { class: "k-note" }, note)] : []), ...sides);
  });
  const area = page.querySelector("[data-area]")?.dataset.area;
  document.body.classList.add("k-two-up");
  page.replaceChildren(element("p", {}, element("a", { href: location.pathname }, words.alone)), element("div", { "data-area": area }, ...rows));
}

/** What stands under each `##` heading, by its id; before the first, by "". @returns {Map<string, Element[]>} */
function sections(page) {
  const found = new Map([["", []]]);
  let id = "";
  const walk = (parent) => {
    for (const child of [...parent.children]) {
      if (child.matches(".k-body, [data-area]:not(.k-day), .k-situation")) walk(child);
      else if (!child.matches(".k-colophon, .k-tools, .k-follow, aside")) {
        if (child.matches("h2")) found.set((id = child.id), []);
        found.get(id).push(child);
      }
    }
  };
  walk(page);
  return found;
}
