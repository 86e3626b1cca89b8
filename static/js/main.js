// Attaches small behaviours to elements by name: data-behaviour="counter keep".
// Every page works without them.
import { settle } from "./keep.js";

const behaviours = {
  arrive: () => import("./arrive.js"),
  claim: () => import("./claim.js"),
  counter: () => import("./counter.js"),
  dialog: () => import("./dialog.js"),
  draft: () => import("./draft.js"),
  forget: () => import("./keep.js").then((keep) => ({ default: keep.forget })),
  keep: () => import("./keep.js"),
  keys: () => import("./keys.js"),
  menu: () => import("./menu.js"),
  passkey: () => import("./passkey.js"),
  prompts: () => import("./prompts.js"),
  reveal: () => import("./reveal.js"),
  seen: () => import("./seen.js"),
  slider: () => import("./slider.js"),
  theme: () => import("./theme.js"),
  undo: () => import("./undo.js"),
  wait: () => import("./wait.js"),
};

// A second press on a button whose answer is on its way is not heard: the browser would drop that answer, and with it
// what stands nowhere else, as the recovery codes or the session's new token. After a while it is heard again: an
// answer may leave the page where it is, as a file does, or somebody may have stopped it.
const AGAIN_AFTER_MS = 10_000;
let onItsWay = {};
window.addEventListener("submit", (event) => {
  const { target: form, submitter, timeStamp } = event;
  if (event.defaultPrevented || form.method !== "post") return;
  const again = onItsWay.form === form && onItsWay.submitter === submitter;
  if (again && timeStamp - onItsWay.timeStamp < AGAIN_AFTER_MS) event.preventDefault();
  else onItsWay = { form, submitter, timeStamp };
});
window.addEventListener("pageshow", () => (onItsWay = {}));

settle();
for (const element of document.querySelectorAll("[data-behaviour]")) {
  for (const name of element.dataset.behaviour.split(/\s+/)) {
    behaviours[name]?.().then((module) => module.default(element));
  }
}

// After a form was not accepted, or something is to be said or seen first, the reader should land on what to look at.
document.querySelector("#errors, #nudge, #preview")?.focus();
