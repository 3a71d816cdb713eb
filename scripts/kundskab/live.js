// What a page does while it is served: it shows itself anew when it has changed, and tells what keeps it from changing.

const own = decodeURIComponent(location.pathname).replace(/^\//, "").replace(/(^|\/)$/, "$1index.html");
const looks = /\.(css|js|svg|png|jpe?g|webp|gif)$/;
const events = new EventSource("/.kundskab/events");
let panel, gone = false;

events.addEventListener("changed", (event) => {
  if (JSON.parse(event.data).some((address) => address === own || (looks.test(address) && !address.startsWith("share/")))) location.reload();
});

events.addEventListener("faults", (event) => {
  const faults = JSON.parse(event.data);
  panel?.remove();
  panel = undefined;
  if (faults.length) {
    panel = Object.assign(document.createElement("pre"), { lang: "en", textContent: faults.join("\n") });
    panel.setAttribute("role", "alert");
    panel.style.cssText = "position:fixed;inset:auto 0 0;z-index:99;max-height:50vh;overflow:auto;margin:0;padding:1rem;background:#7a1420;color:#fff;font:14px/1.5 monospace;white-space:pre-wrap";
    document.body.append(panel);
  }
  if (gone) location.reload(); // the server was started again
});

events.addEventListener("error", () => { gone = true; });
