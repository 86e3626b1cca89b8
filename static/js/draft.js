// <form data-behaviour="draft" data-draft-url="/threads/4/draft">: keeps what is written as a draft with its author's
// account, a moment after they pause. Without it there is the button "Keep as a draft".
const AFTER_MS = 2_000;

export default function draft(form) {
  const status = form.querySelector("[data-draft-status]");
  let timer;
  let running;

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
      if (answer.ok) status.textContent = "Saved as a draft. Only you can see it.";
    } catch {
      // Offline, or sent meanwhile. The words are kept on this device as well.
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, AFTER_MS);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = undefined;
    running?.abort();
  });
  // Whoever turns to something else in the middle of a sentence may not come back to this page.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || timer === undefined) return;
    clearTimeout(timer);
    save(true);
  });
}
