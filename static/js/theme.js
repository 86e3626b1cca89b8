// The choice of light, dark or "as my device" in the footer. Hidden until this runs.
import { erase, read, write } from "./store.js";

export default function theme(box) {
  const buttons = [...box.querySelectorAll("[data-theme-choice]")];
  const show = (choice) => {
    if (choice === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const choice = button.dataset.themeChoice;
      if (choice === "system") erase("theme");
      else write("theme", choice);
      show(choice);
    });
  }
  const stored = read("theme");
  show(stored === "light" || stored === "dark" ? stored : "system");
  box.hidden = false;
}
