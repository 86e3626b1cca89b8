// <form data-behaviour="keep" data-key="reply-17">: keeps unsent words on this device and offers
// them back. They are erased only when the very next page says that they arrived ([data-sent]),
// because an offer too many is a nuisance and a lost text is a wound.
import { erase, names, read, write } from "./store.js";

const KEPT_DAYS = 30;
const SAVE_AFTER_MS = 400;
const DRAFT_LAG_MS = 60_000;
const PENDING = "pending";
const nameOf = (key) => `keep:${key}`;
const writable = (form) =>
  [...form.querySelectorAll("textarea, input[type=text]")].filter((input) => input.name);

/** Once per page: forget what has arrived, and what is too old. */
export function settle() {
  const pending = read(PENDING, "sessionStorage");
  if (pending !== null && !document.querySelector("[data-resend]")) {
    if (cameByRedirect() && document.querySelector("[data-sent]")) erase(nameOf(pending));
    erase(PENDING, "sessionStorage");
  }
  const oldest = Date.now() - KEPT_DAYS * 86_400_000;
  for (const name of names("keep:")) {
    if ((parse(name)?.at ?? 0) < oldest) erase(name);
  }
}

// An accepted form answers with a redirect; a page opened by hand after a failure does not.
function cameByRedirect() {
  return (performance.getEntriesByType("navigation")[0]?.redirectCount ?? 0) > 0;
}

/** Attached to the sign-out form: leave nothing behind on a shared device. */
export function forget(form) {
  form.addEventListener("submit", () => names("keep:").forEach((name) => erase(name)));
}

export default function keep(form) {
  const name = nameOf(form.dataset.key);
  const inputs = writable(form);
  const kept = parse(name);
  if (kept && isWorthOffering(form, inputs, kept)) offer(form, inputs, kept, name);

  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => save(name, inputs), SAVE_AFTER_MS);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    save(name, inputs);
    write(PENDING, form.dataset.key, "sessionStorage");
  });
}

// A draft that came with the page is as good, unless what this device kept is newer and says something else.
function isWorthOffering(form, inputs, kept) {
  if (inputs.every((input) => !input.value.trim())) return true;
  const draftAt = Date.parse(form.dataset.draftAt ?? "");
  const differs = inputs.some((input) => input.value.trim() !== (kept.values[input.name] ?? "").trim());
  return differs && kept.at > draftAt + DRAFT_LAG_MS;
}

function parse(name) {
  try {
    return JSON.parse(read(name));
  } catch {
    return null;
  }
}

function save(name, inputs) {
  const values = Object.fromEntries(inputs.map((input) => [input.name, input.value]));
  const empty = Object.values(values).every((value) => !value.trim());
  if (empty) erase(name);
  else write(name, JSON.stringify({ at: Date.now(), values }));
}

function offer(form, inputs, kept, name) {
  const box = document.createElement("div");
  box.className = "kept";
  box.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = "You began to write here before. Your words are kept on this device only.";
  box.append(
    words,
    button("Put them back", "button button--quiet", () => {
      for (const input of inputs) input.value = kept.values[input.name] ?? input.value;
      for (const input of inputs) input.dispatchEvent(new Event("input", { bubbles: true }));
      box.remove();
      inputs.at(-1)?.focus();
    }),
    button("Forget them", "button button--plain", () => {
      erase(name);
      box.remove();
      inputs[0]?.focus();
    }),
  );
  form.prepend(box);
}

function button(label, className, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}
