// A whole column of this page ticked at once, and how many ticks there are. Without it, each is ticked by hand.
const boxes = [...document.querySelectorAll("input[data-key]")];
const status = document.querySelector("[data-count]");

function count() {
  const ticked = boxes.filter((box) => box.checked).length;
  if (status) status.textContent = ticked ? `${ticked} ticked on this page` : "";
}

for (const button of document.querySelectorAll("button[data-column]")) {
  const column = boxes.filter((box) => box.dataset.key === button.dataset.column);
  if (!column.length) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const all = column.every((box) => box.checked);
    for (const box of column) box.checked = !all;
    count();
  });
}
for (const box of boxes) box.addEventListener("change", count);
count();
