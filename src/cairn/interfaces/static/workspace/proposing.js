// A proposal as it is put together: what it comes to stays in sight, and one of many measures is found by a word. Without this
// file the page says the same when it is drawn anew.
const form = document.querySelector("[data-proposal]");

const DOES = { change: "changes", drop: "is taken out" };

function tally() {
  let changes = 0;
  let drops = 0;
  for (const fold of form.querySelectorAll("[data-stand]")) {
    const does = fold.querySelector("input[type=radio][name^=do_]:checked")?.value;
    changes += does === "change";
    drops += does === "drop";
    const words = `${fold.dataset.stand}: ${DOES[does] || "stays as it is"}`;
    const summary = fold.querySelector(".govuk-details__summary-text");
    if (summary.textContent !== words) summary.textContent = words;
  }
  const adds = form.querySelectorAll("input[type=checkbox][name^=add_]:checked").length;
  const parts = [[changes, "to change"], [drops, "to take out"], [adds, "to add"]]
    .filter(([many]) => many)
    .map(([many, words]) => `${many} ${words}`);
  form.querySelector("[data-sum]").textContent = parts.length
    ? `So far: ${parts.join(", ")}.`
    : "So far all stays as it is.";
}

function find(words) {
  const wanted = words.trim().toLowerCase();
  let found = 0;
  for (const fold of form.querySelectorAll("details.ng-add")) {
    let here = 0;
    for (const item of fold.querySelectorAll(".govuk-checkboxes__item")) {
      const box = item.querySelector("input[name^=add_]");
      if (!box) continue;
      const fits = item.textContent.toLowerCase().includes(wanted);
      here += fits;
      item.hidden = !fits && !box.checked;
    }
    found += here;
    if (wanted) fold.open = here > 0;
    fold.hidden = Boolean(wanted) && here === 0 && !fold.querySelector("input[name^=add_]:checked");
  }
  const many = `${found} ${found === 1 ? "measure has" : "measures have"} this word.`;
  form.querySelector("[data-found]").textContent = wanted ? many : "";
}

if (form) {
  form.addEventListener("change", tally);
  tally();
  const box = form.querySelector("[data-find]");
  if (box) {
    box.hidden = false;
    const input = box.querySelector("input");
    input.addEventListener("input", () => find(input.value));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // looking for one is not proposing
    });
  }
}
