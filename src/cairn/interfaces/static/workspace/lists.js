// Say how many are ticked; shift-click ticks a run. Everything works without this file.
const form = document.querySelector("[data-together]");
const said = document.querySelector("[data-together-count]");
const boxes = form ? [...form.querySelectorAll("input[name=episode]")] : [];
let last = null;

function tell() {
  const count = boxes.filter((box) => box.checked).length;
  said.textContent = count ? `With the ${count} who ${count === 1 ? "is" : "are"} ticked:` : "With those who are ticked:";
}

for (const box of boxes) {
  box.addEventListener("click", (event) => {
    if (event.shiftKey && last) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const each of boxes.slice(from, to + 1)) each.checked = box.checked;
    }
    last = box;
    tell();
  });
}
if (form) tell();
