// Answers by typing digits: each moves on to the next item. A long line of numbers gets a slider beside its box.
(() => {
  const form = document.querySelector("[data-assess]");
  if (!form) return;
  const items = [...form.querySelectorAll("[data-item]")];

  for (const box of form.querySelectorAll(".as-number input")) {
    const slider = document.createElement("input");
    slider.type = "range";
    slider.min = box.dataset.low;
    slider.max = box.dataset.high;
    slider.value = box.value || slider.min;
    slider.setAttribute("aria-label", box.labels[0] ? box.labels[0].textContent : "");
    slider.addEventListener("input", () => {
      box.value = slider.value;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
    box.addEventListener("input", () => { if (box.value) slider.value = box.value; });
    box.after(slider);
  }

  let typed = "";
  let waiting = 0;

  const itemNow = () => document.activeElement.closest("[data-item]") || items.find((one) => !one.querySelector("input:checked"));

  const focusOn = (item) => {
    const to = item && (item.querySelector("input:checked") || item.querySelector("input"));
    if (to) to.focus();
  };

  const choose = (item, value) => {
    const answer = [...item.querySelectorAll('input[type="radio"]')].find((one) => one.value === value);
    typed = "";
    if (!answer) return;
    answer.checked = true;
    answer.dispatchEvent(new Event("change", { bubbles: true }));
    const next = items[items.indexOf(item) + 1];
    if (next) focusOn(next);
    else answer.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = document.activeElement.matches('input:not([type="radio"]):not([type="checkbox"]), textarea, select');
    if (typing) return;
    if (event.key === "?") {
      const guidance = document.querySelector("[data-guidance]");
      if (guidance) {
        guidance.open = !guidance.open;
        event.preventDefault();
      }
      return;
    }
    if (!/^[0-9]$/.test(event.key)) return;
    const inside = document.activeElement.closest("[data-item]");
    if (!inside && document.activeElement !== document.body) return;
    const item = itemNow();
    if (!item || !item.querySelector('input[type="radio"]')) return;
    event.preventDefault();
    window.clearTimeout(waiting);
    typed += event.key;
    const values = [...item.querySelectorAll('input[type="radio"]')].map((one) => one.value);
    if (!values.some((one) => one.startsWith(typed))) typed = event.key;
    const longer = values.some((one) => one !== typed && one.startsWith(typed));
    const now = typed;
    if (longer) waiting = window.setTimeout(() => choose(item, now), 600);
    else choose(item, now);
  });
})();
