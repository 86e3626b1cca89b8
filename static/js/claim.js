// <div data-behaviour="claim" data-url="…">: takes the item that is open, so that nobody else is served it, and keeps it
// while the page is looked at. A page in a tab that nobody looks at waits until somebody does. The words in
// [data-claim-words] say who has it.
const AGAIN_AFTER_MS = 3 * 60_000;

export default function claim(box) {
  if ("taken" in box.dataset) return;
  const words = box.querySelector("[data-claim-words]");
  const token = box.querySelector("[name=csrf_token]").value;

  const take = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(box.dataset.url, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({ csrf_token: token }),
      });
      if (answer.ok) tell(await answer.json());
    } catch {
      // Away for a moment: the claim lasts for some minutes, and the button is there.
    }
  };
  const tell = ({ mine, words: said }) => {
    document.removeEventListener("visibilitychange", take);
    if (words.textContent !== said) words.textContent = said;
    show("free", !mine);
    show("mine", mine);
    if (!mine) clearInterval(timer);
  };
  const show = (whose, on) => {
    const button = box.querySelector(`[data-claim-${whose}]`);
    if (button) button.hidden = !on;
  };
  const timer = setInterval(take, AGAIN_AFTER_MS);
  document.addEventListener("visibilitychange", take);
  take();
}
