// Menu and search on narrow screens: Material opens them with labels for hidden checkboxes, which no keyboard reaches.
// Our links become buttons that do the same. Without JavaScript, and where a page has no menu of its own, they lead to
// the places at the foot of the page.

const TARGETS = { search: ".md-search__input", drawer: ".md-sidebar--primary a[href]" };
const OPENING = 250; // milliseconds that Material takes to slide it in

for (const button of document.querySelectorAll("[data-k-toggle]")) {
  const name = button.dataset.kToggle;
  const box = document.querySelector(`#__${name}`);
  if (!document.querySelector(TARGETS[name])) continue;

  const shown = () => button.offsetParent !== null; // on wide screens the button is not there
  const tell = () => button.setAttribute("aria-expanded", String(box.checked));
  const enter = () => box.checked && document.querySelector(TARGETS[name]).focus();
  const press = (event) => {
    event.preventDefault();
    box.click();
  };

  button.setAttribute("role", "button");
  tell();
  box.addEventListener("change", () => {
    tell();
    if (box.checked && shown()) setTimeout(enter, OPENING);
  });
  button.addEventListener("click", press);
  button.addEventListener("keydown", (event) => event.key === " " && press(event));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.checked && shown()) {
      box.click();
      button.focus();
    }
  });
}
