// <div data-behaviour="reveal"><input type="password"></div>: adds a button that shows the password.
export default function reveal(box) {
  const input = box.querySelector("input");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  const draw = () => {
    const shown = input.type === "text";
    button.textContent = shown ? "Hide" : "Show";
    button.setAttribute("aria-label", shown ? "Hide the password" : "Show the password");
  };
  button.addEventListener("click", () => {
    input.type = input.type === "password" ? "text" : "password";
    draw();
  });
  // A browser offers to remember a password only if it is one when it is sent.
  input.form?.addEventListener("submit", () => (input.type = "password"));
  draw();
  box.append(button);
}
