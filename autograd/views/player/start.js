// Mounts the player in every element that waits for it. A notebook may show one output in several places at once.

for (const host of document.querySelectorAll(`[data-overbar-player="${IDENTITY}"]`)) {
  if (!host.shadowRoot) mount(host, JSON.parse(host.querySelector("script").textContent), MARKUP, STYLE);
}
