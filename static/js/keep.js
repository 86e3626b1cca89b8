// <form data-behaviour="keep" data-key="reply-17">: keeps unsent words on this device and offers
// them back. They are erased only when the very next page says that they arrived ([data-sent]),
// because an offer too many is a nuisance and a lost text is a wound.
// They are kept under the number of an account (<body data-account>), and offered to nobody else.
import { erase, names, read, write } from "./store.js";

const KEPT_DAYS = 30;
const SAVE_AFTER_MS = 400;
// A page tells in whole seconds when its draft was saved.
const DRAFT_LAG_MS = 1_000;
const PENDING = "pending";
const EVERYTHING = "*";
const account = () => document.body.dataset.account ?? "";
const nameOf = (key) => `keep:${account()}:${key}`;
// What was kept before, while its author has typed something else and not chosen yet.
const olderThan = (name) => `${name}:older`;
const writable = (form) =>
  [...form.querySelectorAll("textarea, input[type=text]")].filter((input) => input.name);

// The form that was sent before this page, which may be its answer: or it never arrived, and the page was opened anew.
let answered = null;

/** Whether what stands in this form is on the device: there may be no room, or no leave to keep anything. */
export const isKept = (form) => read(nameOf(form.dataset.key)) !== null;

/** Whether somebody typed before this script had come. What a browser puts back after "Back" may have been sent since. */
export const wasTypedEarly = (form) =>
  arrival()?.type !== "back_forward" && writable(form).some((input) => input.value !== input.defaultValue);

/** Whether its author only looks at what they wrote, and sends nothing. */
export const onlyLooks = ({ submitter }) => submitter?.name === "preview";

/** Once per page: forget what has arrived, what is somebody else's, and what is too old. */
export function settle() {
  const pending = read(PENDING, "sessionStorage");
  if (pending !== null && !document.querySelector("[data-resend]")) {
    if (cameByRedirect()) forgetWhatArrived(pending);
    else answered = pending;
    erase(PENDING, "sessionStorage");
  }
  const oldest = Date.now() - KEPT_DAYS * 86_400_000;
  for (const name of names("keep:")) {
    // A visitor may be whoever wrote it, before they sign in again.
    const isSomebodyElses = account() && !name.startsWith(nameOf(""));
    if (isSomebodyElses || (parse(name)?.at ?? 0) < oldest) erase(name);
  }
}

function arrival() {
  return performance.getEntriesByType("navigation")[0];
}

// An accepted form answers with a redirect; a page opened by hand after a failure does not.
function cameByRedirect() {
  return (arrival()?.redirectCount ?? 0) > 0;
}

function forgetWhatArrived(pending) {
  if (pending !== EVERYTHING) {
    if (document.querySelector("[data-sent]")) erase(pending);
  } else if (!account()) forgetEverything();
}

function forgetEverything() {
  names("keep:").forEach((name) => erase(name));
}

/** Attached to the sign-out form: leave nothing behind on a shared device. With data-key it may be turned away, so
 * that is forgotten once it was accepted: one key's words, or everything ("*") after leaving. */
export function forget(form) {
  const { key } = form.dataset;
  form.addEventListener("submit", () => {
    if (key) write(PENDING, key === EVERYTHING ? key : nameOf(key), "sessionStorage");
    else forgetEverything();
  });
}

export default function keep(form) {
  const name = nameOf(form.dataset.key);
  const inputs = writable(form);
  const kept = parse(name);
  const wasJustSent = answered === name && isAllHere(inputs, kept);
  const offersKept = kept !== null && !wasJustSent && isWorthOffering(form, inputs, kept);
  let unchosen = joined(inputs, olderWords(inputs, name), offersKept ? kept : null);
  let movedAway = false;

  const saveNow = () => {
    if (unchosen && !movedAway) write(olderThan(name), JSON.stringify(unchosen));
    movedAway = true;
    save(name, inputs);
  };
  const choose = () => {
    if (offersKept && !movedAway) erase(name);
    erase(olderThan(name));
    unchosen = null;
  };
  if (unchosen) {
    const isStored = storedElsewhere(form, inputs, kept);
    const putBack = () => {
      putTogether(inputs, unchosen.values, isStored);
      choose();
      saveNow();
    };
    offer(form, inputs, putBack, choose);
  }
  if (wasTypedEarly(form)) saveNow();

  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(saveNow, SAVE_AFTER_MS);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    saveNow();
    if (!onlyLooks(event)) write(PENDING, name, "sessionStorage");
  });
}

// A draft that came with the page is as good, unless what this device kept says something else and is newer, or goes on
// from it: words that no connection took, on a device whose clock may be slow.
function isWorthOffering(form, inputs, kept) {
  if (inputs.every((input) => !input.value.trim())) return true;
  const draftAt = Date.parse(form.dataset.draftAt ?? "");
  return differs(inputs, kept) && (goesOn(inputs, kept) || !(kept.at <= draftAt + DRAFT_LAG_MS));
}

function differs(inputs, { values }) {
  return inputs.some(({ name, value }) => tidy(value) !== tidy(values[name] ?? value));
}

function goesOn(inputs, { values }) {
  return inputs.every(({ name, value }) => tidy(values[name] ?? value).includes(tidy(value)));
}

function olderWords(inputs, name) {
  const older = parse(olderThan(name));
  if (!isAllHere(inputs, older)) return older;
  erase(olderThan(name));
  return null;
}

function isAllHere(inputs, words) {
  return inputs.every(({ name, value }) => tidy(value).includes(tidy(words?.values[name] ?? "")));
}

// The forum gives words back without what nobody sees: spaces and lines too many, and letters in two parts.
function tidy(words) {
  return words.normalize("NFC").replaceAll(/[^\S\n]+/g, " ").replaceAll(/\n{4,}/g, "\n\n\n").trim();
}

function joined(inputs, older, newer) {
  if (!older || !newer) return older ?? newer;
  const values = { ...older.values, ...newer.values };
  for (const input of inputs) {
    values[input.name] = together(input, older.values[input.name], newer.values[input.name]);
  }
  return { at: newer.at, values };
}

// Neither is lost, and what says it all already is not said twice.
function together(input, first = "", second = "") {
  if (second.includes(first.trim())) return second;
  if (first.includes(second.trim())) return first;
  return `${first.trimEnd()}${input.type === "textarea" ? "\n\n" : " "}${second}`;
}

// Words that the page brought and that stand in the forum anyway, as those of a post that is changed: an earlier state
// of what was kept. An answer to a form brings words that stand nowhere else, and a draft may have them alone.
function storedElsewhere(form, inputs, kept) {
  const isAnswer = answered || document.querySelector("#errors, #nudge, #preview") || (kept && !differs(inputs, kept));
  return !isAnswer && !form.dataset.draftAt;
}

function putTogether(inputs, values, isStored) {
  for (const input of inputs) {
    const words = values[input.name] ?? "";
    const isUntouched = isStored && input.value === input.defaultValue;
    if (words.trim()) input.value = isUntouched ? words : together(input, input.value, words);
  }
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

function offer(form, inputs, putBack, forgetThem) {
  const box = document.createElement("div");
  box.className = "kept";
  box.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = "You began to write here before. Your words are kept on this device only.";
  box.append(
    words,
    button("Put them back", "button button--quiet", () => {
      putBack();
      for (const input of inputs) input.dispatchEvent(new Event("input", { bubbles: true }));
      box.remove();
      inputs.at(-1)?.focus();
    }),
    button("Forget them", "button button--plain", () => {
      forgetThem();
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
