// The page for wrong addresses: keep only the language of the address, and offer the search box of its home page. Without
// JavaScript all languages stay.

const sections = [...document.querySelectorAll("section[data-root]")];
const fits = (section) => location.pathname.startsWith(new URL(section.dataset.root, location.href).pathname);
const longest = (a, b) => b.dataset.root.length - a.dataset.root.length;
const [spoken] = sections.filter(fits).sort(longest);

if (spoken) {
  document.documentElement.lang = spoken.lang;
  document.title = `${spoken.querySelector("h1").textContent} · ${document.title}`;
  for (const section of sections) section.hidden = section !== spoken;
}
for (const form of document.forms) form.hidden = false;
