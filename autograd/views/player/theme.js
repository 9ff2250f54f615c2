// Light or dark: as the page around the player is, whatever made it so.

/** Whether the text around an element is light, so that the page behind it is dark. */
function isDark(host) {
  const color = getComputedStyle(host.parentElement ?? host).color;
  const [red, green, blue] = (color.match(/[\d.]+/g) ?? [0, 0, 0]).map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140;
}

/** Keeps the player's `data-theme` in step with the page. */
function followTheme(host, player) {
  const update = () => {
    const theme = isDark(host) ? "dark" : "light";
    if (player.dataset.theme !== theme) player.dataset.theme = theme;
  };
  // Notebooks load a theme's style sheet some time after they announce it.
  const updateSoon = () => [0, 150, 600, 1500].forEach((delay) => setTimeout(update, delay));
  const observer = new MutationObserver(updateSoon);
  for (const watched of [document.documentElement, document.body]) observer.observe(watched, { attributes: true });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", updateSoon);
  player.addEventListener("pointerenter", update);
  update();
  updateSoon();
}
