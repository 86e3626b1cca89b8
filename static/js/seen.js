// <form data-behaviour="seen">: says that what is on the screen has been read, as its button does where there is no
// JavaScript. A page in a tab that nobody looks at waits until somebody does.
export default function seen(form) {
  const tell = async () => {
    if (document.hidden) return;
    document.removeEventListener("visibilitychange", tell);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(form)),
      });
      if (answer.ok) form.hidden = true;
    } catch {
      // Away for a moment: the button is there.
    }
  };
  document.addEventListener("visibilitychange", tell);
  tell();
}
