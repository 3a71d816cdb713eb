// The map stands in a frame that scrolls, so that fingers, arrow keys and Tab move it. This adds zoom, dragging, filters, and
// brings out the lines of the principle that one is at.

const map = document.querySelector(".k-map"), frame = map.querySelector(".k-map__frame"), picture = frame.firstElementChild;
const all = (selector) => [...map.querySelectorAll(selector)];
const edges = all("[data-ends]"), nodes = all("[data-id]");
const ends = (edge) => edge.dataset.ends.split(" ");
const on = (type, act, place = frame) => place.addEventListener(type, act, { passive: false });
const mark = (name, list, test) => list.forEach((element) => element.toggleAttribute(name, test(element)));
const { width } = picture.viewBox.baseVal;
const whole = () => Math.min(1, frame.clientWidth / width);
let scale = 1, dragged = 0;

/** Show the map so many times larger; what is at `x`, `y` of the frame stays there. */
function zoom(times, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
  const grown = Math.min(3, Math.max(whole(), scale * times)) / scale;
  const left = (frame.scrollLeft + x) * grown - x, top = (frame.scrollTop + y) * grown - y;
  picture.setAttribute("width", width * (scale *= grown));
  frame.scrollTo(left, top);
}

/** Bring out a principle, its lines and what they lead to; without one, everything. */
function light({ target }) {
  const id = target.closest("[data-id]")?.dataset.id;
  const own = edges.filter((edge) => ends(edge).includes(id)), near = own.flatMap(ends);
  mark("data-lit", edges, (edge) => own.includes(edge));
  mark("data-lit", nodes, (node) => near.includes(node.dataset.id));
}

/** Leave the chosen areas with all that their lines lead to, and the chosen kinds of lines. */
function filter() {
  const [kept, drawn] = ["area", "kind"].map((name) => {
    const values = all(`[data-choose=${name}][aria-pressed=true]`).map((button) => button.value);
    return (value) => !values.length || values.includes(value);
  });
  const inside = nodes.filter((node) => kept(node.closest("g").dataset.area)), own = inside.map((node) => node.dataset.id);
  const shown = edges.filter((edge) => drawn(edge.dataset.kind) && ends(edge).some((id) => own.includes(id)));
  own.push(...shown.flatMap(ends));
  mark("hidden", edges, (edge) => !shown.includes(edge));
  mark("hidden", nodes, (node) => !own.includes(node.dataset.id));
  mark("hidden", all("section"), (section) => !kept(section.dataset.area));
  mark("hidden", all("p[data-kind]"), (line) => !drawn(line.dataset.kind));
  const { x, y } = inside[0].getBBox();
  frame.scrollTo((x - 60) * scale, (y - 60) * scale);
}

on("pointerover", light, document);
on("focusin", light, document);
on("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.value) {
    button.ariaPressed = button.ariaPressed !== "true";
    filter();
  } else if (button) zoom(button.dataset.zoom);
}, map.querySelector(".k-map__tools"));
on("keydown", ({ key, ctrlKey, metaKey }) => {
  if (!ctrlKey && !metaKey) all("[data-key]").find((button) => button.dataset.key === key)?.click();
});
on("wheel", (event) => {
  if (!event.ctrlKey) return; // a pinch has it too
  event.preventDefault();
  const { left, top } = frame.getBoundingClientRect();
  zoom(2 ** (-event.deltaY / 200), event.clientX - left, event.clientY - top);
});
on("dragstart", (event) => event.preventDefault());
on("pointerdown", () => (dragged = 0));
on("pointermove", ({ pointerType, buttons, movementX: x, movementY: y }) => {
  if (pointerType !== "mouse" || buttons !== 1) return;
  dragged += Math.hypot(x, y);
  frame.scrollBy(-x, -y);
});
on("click", (event) => event.detail && dragged > 6 && event.preventDefault()); // not a key's
mark("hidden", all(".k-map__legend, .k-map__tools"), (part) => !part.hidden);
if (whole() > 0.7) zoom(0); // else titles are too small to begin with
