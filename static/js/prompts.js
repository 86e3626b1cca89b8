// <fieldset data-behaviour="prompts">: puts the beginning of a sentence into the box at once, without asking the
// server. Each button carries it as data-beginning.
export default function prompts(box) {
  const area = box.closest("form").querySelector("textarea");
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-beginning]");
    if (!button) return;
    event.preventDefault();
    const before = area.value.trimEnd();
    if (!before.includes(button.dataset.beginning)) {
      area.value = `${before ? `${before}\n\n` : ""}${button.dataset.beginning} `;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  });
}
