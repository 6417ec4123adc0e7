// The builder of a measure: conditions come and go without the page being drawn anew, and its figure follows what is typed.
(() => {
  "use strict";
  const form = document.querySelector("[data-own-measure]");
  if (!form) return;
  form.classList.add("om-live");
  let asked = 0;
  let timer = 0;

  async function redraw(deed, parts) {
    const mine = ++asked;
    const sent = new FormData(form);
    sent.set("do", deed);
    const tried = document.getElementById("tried");
    tried.setAttribute("aria-busy", "true");
    let answer;
    try {
      answer = await fetch(window.location.href.split("#")[0], { method: "POST", body: sent, credentials: "same-origin" });
    } catch {
      tried.removeAttribute("aria-busy");
      return null;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return null;
    if (!answer.ok || !page.getElementById("tried")) {
      tried.removeAttribute("aria-busy");
      return null;
    }
    for (const id of parts) {
      const old = document.getElementById(id);
      const fresh = page.getElementById(id);
      const unfolded = [...old.querySelectorAll("details")].map((one) => one.open);
      fresh.querySelectorAll("details").forEach((one, at) => (one.open = one.open || Boolean(unfolded[at])));
      old.replaceWith(fresh);
    }
    return answer.url.split("#")[1] || "";
  }

  function added(name) {
    const all = document.querySelectorAll(`#${name}-all .om-condition`);
    return all.length ? all[all.length - 1] : document.getElementById(`${name}-all`);
  }

  form.addEventListener("click", async (event) => {
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    event.preventDefault();
    clearTimeout(timer);
    const deed = button.value;
    const done = await redraw(deed, ["questions", "tried"]);
    if (done === null) {
      form.requestSubmit(button);
      return;
    }
    const name = deed.split("-")[0];
    (deed === "try" || deed === "refresh" ? document.getElementById("tried") : added(name)).focus();
  });

  // A list that is walked through with the arrow keys changes at each step: the page follows once it rests.
  async function follow(name, value) {
    await redraw("refresh", ["questions", "tried"]);
    const again = [...form.elements].find((one) => one.name === name && (one.type !== "radio" || one.value === value));
    if (again) again.focus();
  }

  form.addEventListener("input", (event) => {
    const { name, value } = event.target;
    clearTimeout(timer);
    if (name.endsWith("_add")) return;
    if (name === "subject" || name === "kind") timer = setTimeout(() => follow(name, value), 500);
    else timer = setTimeout(() => redraw("refresh", ["tried"]), 700);
  });
})();
