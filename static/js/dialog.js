// <a data-behaviour="dialog" data-dialog="keys" href="…">: opens what the page holds already, and leaves the page where
// it is. Without JavaScript the link leads to a page of its own.
export default function dialog(link) {
  const box = document.getElementById(link.dataset.dialog);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    box.showModal();
  });
  box.querySelector("button").addEventListener("click", () => box.close());
}
