// <textarea data-behaviour="counter" data-limit="20000">: says how many characters are left, first
// when it begins to matter. Nothing is cut off; the server has the last word.
const SPOKEN_AFTER_MS = 800;

export default function counter(area) {
  const limit = Number(area.dataset.limit);
  const line = document.createElement("p");
  line.className = "hint";
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("aria-live", "polite");
  line.setAttribute("aria-hidden", "true");
  area.after(line, spoken);

  let timer;
  const tell = () => {
    const left = limit - Array.from(area.value.trim()).length;
    const near = left < limit / 10;
    line.hidden = !near;
    line.classList.toggle("is-over", left < 0);
    line.textContent = near ? words(left) : "";
    clearTimeout(timer);
    timer = setTimeout(() => (spoken.textContent = line.textContent), SPOKEN_AFTER_MS);
  };
  area.addEventListener("input", tell);
  tell();
}

function words(left) {
  const number = Math.abs(left).toLocaleString("en");
  const unit = Math.abs(left) === 1 ? "character" : "characters";
  return left < 0 ? `${number} ${unit} too many` : `${number} ${unit} left`;
}
