// <h1 data-behaviour="arrive" tabindex="-1">: after something was sent, the reader stands at the head of the page that
// follows, and hears what came of it. Where the address points further down the page, that is a word beside what was
// sent (data-sent), and not the head.
export default function arrive(title) {
  const came = performance.getEntriesByType("navigation")[0];
  const elsewhere = (location.hash && !("sent" in title.dataset)) || document.getElementById("errors");
  if (came?.type !== "navigate" || !came.redirectCount || elsewhere) return;
  const said = document.getElementById("said");
  if (said) title.setAttribute("aria-describedby", said.id);
  title.focus({ preventScroll: true });
}
