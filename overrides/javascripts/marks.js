// The words of a search (`?h=`) marked on the page that it opened, until the reader takes them away.

import { element, pieces } from "./results.js";
import { answering, marked } from "./search.js";

const LEFT = "code, pre, kbd, mark, svg, script, style, button, .headerlink";

const query = new URLSearchParams(location.search).get("h");
const text = document.querySelector(".md-content__inner");
if (query && text) offer(mark(text, await answering(query, { lang: document.documentElement.lang })));

/** Mark the words that answer in all texts below an element. @returns {Element[]} the marks */
function mark(root, answers) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(LEFT)) nodes.push(walker.currentNode);
  const marks = [];
  for (const node of nodes) {
    const found = marked(node.data, answers);
    if (!found.some((piece) => piece.mark)) continue;
    const made = pieces(found);
    node.replaceWith(...made);
    marks.push(...made.filter((piece) => piece instanceof Element));
  }
  return marks;
}

/** A line that tells of the marks and takes them away. */
function offer(marks) {
  const number = marks.length;
  if (!number) return;
  const labels = JSON.parse(document.querySelector(".k-search").dataset.words);
  const lang = document.documentElement.lang;
  const count = labels.marked[new Intl.PluralRules(lang).select(number)].replace("{}", number.toLocaleString(lang));
  const button = element("button", { type: "button" }, labels.unmark);
  const bar = element("div", { class: "k-marks" }, element("span", {}, count), button);
  button.addEventListener("click", () => {
    for (const one of marks) one.replaceWith(one.textContent);
    text.normalize();
    bar.remove();
    const url = new URL(location.href);
    url.searchParams.delete("h");
    history.replaceState(history.state, "", url);
  });
  text.before(bar);
}
