// <form data-behaviour="draft" data-draft-url="/threads/4/draft">: keeps what is written as a draft with its author's
// account, a moment after they pause. Without it there is the button "Keep as a draft".
import { isKept, onlyLooks, wasTypedEarly } from "./keep.js";

const AFTER_MS = 2_000;

export default function draft(form) {
  const status = form.querySelector("[data-draft-status]");
  let timer;
  let running;

  // Of an emptied box there is no draft, nor of what was sent a moment ago.
  const say = (saved) => (status.textContent = saved ? "Saved as a draft. Only you can see it." : "");
  const sayThatItFailed = () => {
    const onDevice = isKept(form) ? " They are kept on this device." : "";
    status.textContent = `Your latest words are not saved as a draft yet.${onDevice}`;
  };
  const save = async (keepalive = false) => {
    timer = undefined;
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        signal: running.signal,
        keepalive,
      });
      // Whoever is signed out by now may be led to the page for signing in, and that page is in order.
      if (answer.ok && !answer.redirected) say((await answer.json()).saved);
      else sayThatItFailed();
    } catch (error) {
      // Sent meanwhile, or saved once more: that one says how it went.
      if (error.name !== "AbortError") sayThatItFailed();
    }
  };

  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, AFTER_MS);
  };

  form.addEventListener("input", saveSoon);
  form.addEventListener("submit", (event) => {
    const isDue = timer !== undefined;
    clearTimeout(timer);
    timer = undefined;
    // What is only looked at has not been sent: its draft goes on.
    if (!onlyLooks(event)) running?.abort();
    else if (isDue) save(true);
  });
  // Whoever turns to something else in the middle of a sentence may not come back to this page.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || timer === undefined) return;
    clearTimeout(timer);
    save(true);
  });
  if (wasTypedEarly(form)) saveSoon();
}
