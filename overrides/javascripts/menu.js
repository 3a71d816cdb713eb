// Menu and search on narrow screens: Material opens them with labels for hidden checkboxes, which no keyboard reaches.
// Our links become buttons that do the same. Without JavaScript they lead to the places at the foot of the page.

for (const button of document.querySelectorAll("[data-k-toggle]")) {
  const box = document.querySelector(`#__${button.dataset.kToggle}`);
  const target = button.dataset.kToggle === "search" ? ".md-search__input" : ".md-sidebar--primary a[href]";
  const show = () => button.setAttribute("aria-expanded", String(box.checked));

  button.setAttribute("role", "button");
  show();
  box.addEventListener("change", () => {
    show();
    if (box.checked) setTimeout(() => document.querySelector(target)?.focus(), 250);
  });
  const press = (event) => {
    event.preventDefault();
    box.click();
  };
  button.addEventListener("click", press);
  button.addEventListener("keydown", (event) => event.key === " " && press(event));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.checked && button.offsetParent) {
      box.click();
      button.focus();
    }
  });
}
