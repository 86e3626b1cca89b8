// <div data-behaviour="keys">: a key presses whatever on the page carries it, as in data-shortcut="a". A choice that
// needs more goes on in the field that data-then names; one that needs nothing more is sent. Nothing here ever happens
// while somebody types, and the page leaves this out for whoever has switched the keys off.
const TYPED_IN = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit])";
const ROWS = "[data-row]";

export default function keys() {
  let sent = false;
  document.addEventListener("keydown", (event) => {
    if (sent || event.defaultPrevented || event.isComposing || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.(TYPED_IN) || document.querySelector("dialog[open]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : "";
    const pressed = key && (row(key) ?? carrier(key));
    if (!pressed) return;
    event.preventDefault();
    sent = press(pressed);
  });
  window.addEventListener("pageshow", () => (sent = false));
}

function carrier(key) {
  const all = document.querySelectorAll(`[data-shortcut="${CSS.escape(key)}"]`);
  return [...all].find((element) => !element.disabled && element.checkVisibility());
}

// In a list, next and previous are the rows.
function row(key) {
  const step = { j: 1, k: -1 }[key];
  const rows = step ? [...document.querySelectorAll(ROWS)] : [];
  if (!rows.length) return undefined;
  const at = rows.indexOf(document.activeElement);
  if (at < 0) return rows.at(step > 0 ? 0 : -1);
  return rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
}

// Says whether the page is left with it.
function press(element) {
  if (element.matches(ROWS) || element.matches(TYPED_IN)) {
    element.focus();
    return false;
  }
  if (element.matches("[type=radio]")) return choose(element);
  element.click();
  return element.matches("[type=submit]");
}

function choose(radio) {
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  const { then } = radio.dataset;
  if (then) radio.form.elements[then].focus();
  else radio.form.requestSubmit();
  return !then;
}
