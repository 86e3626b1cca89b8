// <div data-behaviour="wait" data-url="…" data-state="submitted">: asks every two seconds, for a
// minute, whether the post's state has changed, and shows the page anew when it has.
const EVERY_MS = 2_000;
const TRIES = 30;

export default async function wait(element) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    const state = await ask(element.dataset.url);
    if (state !== null && state !== element.dataset.state) {
      location.reload();
      return;
    }
  }
  const words = document.createElement("p");
  words.className = "hint";
  words.setAttribute("role", "status");
  element.append(words);
  words.textContent = "This takes longer than usual. You can close this page; nothing is lost.";
}

async function ask(url) {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, cache: "no-store" });
    return answer.ok ? ((await answer.json()).state ?? null) : null;
  } catch {
    return null;
  }
}
