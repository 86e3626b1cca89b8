// <form data-behaviour="undo" data-seconds="12">: counts the seconds in which a decision can be undone, and goes when they
// are over. The server decides what is too late; the words in [data-undo-left] only say how long it takes.
export default function undo(form) {
  const left = form.querySelector("[data-undo-left]");
  const until = performance.now() + Number(form.dataset.seconds) * 1000;
  let sent = false;
  form.addEventListener("submit", () => { sent = true; });

  const timer = setInterval(() => {
    const seconds = Math.ceil((until - performance.now()) / 1000);
    if (seconds > 0) {
      left.textContent = String(seconds);
      return;
    }
    clearInterval(timer);
    if (!sent && !form.contains(document.activeElement)) form.remove();
  }, 500);
}
