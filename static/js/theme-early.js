// Not a module: it must run before the first paint, or a chosen theme would flash.
(() => {
  try {
    const chosen = localStorage.getItem("hearth:theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // Storage may be switched off; the device's own theme is then used.
  }
})();
