// The whole-person ask works without this file; with it, ticks go with the answer they belong to, one button answers the
// rest, and the foot of the page says how far you are.
const form = document.querySelector("[data-needs-check]");

function areas() {
  return [...form.querySelectorAll(".nc-area")];
}

function answerOf(area) {
  return area.querySelector(".nc-answer input:checked");
}

function count() {
  const asked = areas().filter((area) => answerOf(area) && answerOf(area).value !== "not_asked").length;
  const rest = form.querySelector("[data-rest]");
  form.querySelector("[data-count]").textContent = `${asked} of ${areas().length} areas asked`;
  rest.hidden = asked === 0 || asked === areas().length;
}

/** Ticks that nobody can see any more say nothing; what is known already is there again; the only need of an
 * area is what is there. */
function settle(area) {
  const here = answerOf(area)?.value === "here";
  const boxes = [...area.querySelectorAll(".nc-needs input")];
  if (!here) for (const box of boxes) box.checked = false;
  if (here && boxes.length === 1) boxes[0].checked = true;
  if (here) for (const box of boxes) if (box.defaultChecked) box.checked = true;
}

if (form) {
  form.addEventListener("change", (event) => {
    if (event.target.type === "radio" && event.target.closest(".nc-answer")) settle(event.target.closest(".nc-area"));
    count();
  });
  form.querySelector("[data-rest] button").addEventListener("click", () => {
    for (const area of areas()) {
      if (answerOf(area)?.value !== "not_asked") continue;
      area.querySelector('.nc-answer input[value="nothing"]').checked = true;
      settle(area);
    }
    count();
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  count();
}
