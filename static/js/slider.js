// <div data-behaviour="slider"> with a number field and a picture: adds a slider that moves the number, and moves the
// limit's line in the picture. The number field alone does the same.
export default function slider(box) {
  const number = box.querySelector("input[type=number]");
  const line = box.querySelector("[data-limit]");
  const width = line?.ownerSVGElement.viewBox.baseVal.width ?? 0;
  const range = document.createElement("input");
  range.type = "range";
  range.className = "slider";
  for (const name of ["min", "max", "step"]) range.setAttribute(name, number.getAttribute(name));
  range.setAttribute("aria-label", `${box.querySelector("label").textContent.trim()}, slider`);
  number.after(range);

  const show = () => {
    range.value = number.value || range.max;
    if (!line) return;
    const x = Number(number.value) * width;
    for (const name of ["x1", "x2"]) line.setAttribute(name, x);
    line.setAttribute("visibility", number.value ? "visible" : "hidden");
  };
  range.addEventListener("input", () => {
    number.value = range.value;
    show();
  });
  number.addEventListener("input", show);
  show();
}
