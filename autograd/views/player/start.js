// Mounts the player in every element that waits for it. A notebook may show one output in several places at once.

for (const host of document.querySelectorAll(`[data-overbar-player="${IDENTITY}"]`)) {
  if (host.shadowRoot) continue;
  mount(host, JSON.parse(host.querySelector("script").textContent), MARKUP, STYLE);
  if (hasPageOfItsOwn(host)) host.shadowRoot.querySelector(".player").focus({ preventScroll: true });
}

/** Whether the keyboard is the player's from the beginning: not in a notebook, nor in a frame of another page. */
function hasPageOfItsOwn(host) {
  return window === window.top && document.activeElement === document.body && host.closest("[data-overbar-page]") !== null;
}
