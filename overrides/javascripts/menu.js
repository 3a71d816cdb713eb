// The menu on narrow screens: Material opens it with labels for a hidden checkbox, which no keyboard reaches. Our link
// becomes a button that does the same. Without JavaScript, and where a page has no menu of its own, it leads to the places
// at the foot of the page.

const OPENING = 250; // milliseconds that Material takes to slide it in

/** A link as a button. @param {HTMLElement} link @param {() => void} press */
export function asButton(link, press) {
  link.setAttribute("role", "button");
  link.setAttribute("aria-expanded", "false");
  const pressed = (event) => {
    event.preventDefault();
    press();
  };
  link.addEventListener("click", pressed);
  link.addEventListener("keydown", (event) => event.key === " " && pressed(event));
}

const button = document.querySelector(".k-menu"), drawer = document.querySelector("#__drawer");
const first = document.querySelector(".md-sidebar--primary a[href]");

if (first) {
  const shown = () => button.offsetParent !== null; // on wide screens the button is not there
  asButton(button, () => drawer.click());
  drawer.addEventListener("change", () => {
    button.setAttribute("aria-expanded", String(drawer.checked));
    if (drawer.checked && shown()) setTimeout(() => drawer.checked && first.focus(), OPENING);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawer.checked && shown()) {
      drawer.click();
      button.focus();
    }
  });
}

// Material names a section's list after a label that is empty where the section has a page of its own.
for (const list of document.querySelectorAll(".md-nav[aria-labelledby]")) {
  list.setAttribute("aria-label", list.parentElement.querySelector("a").textContent.trim());
  list.removeAttribute("aria-labelledby");
}
