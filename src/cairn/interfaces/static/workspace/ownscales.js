// The builder of a scale: areas come, go and move without the page being drawn anew, and the preview follows what is typed.
(() => {
  "use strict";
  const form = document.querySelector("[data-own-scale]");
  if (!form) return;
  let asked = 0;
  let timer = 0;

  async function redraw(deed, parts) {
    const mine = ++asked;
    const sent = new FormData(form);
    sent.set("do", deed);
    let answer;
    try {
      answer = await fetch(window.location.href.split("#")[0], { method: "POST", body: sent, credentials: "same-origin" });
    } catch {
      return false;
    }
    if (!answer.ok || mine !== asked) return answer.ok;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked || !page.getElementById("preview")) return true;
    for (const id of parts) document.getElementById(id).replaceWith(page.getElementById(id));
    const place = new URL(answer.url).searchParams.get("at");
    return { place };
  }

  form.addEventListener("click", async (event) => {
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    event.preventDefault();
    clearTimeout(timer);
    const deed = button.value;
    if (deed === "preview") {
      await redraw(deed, ["preview"]);
      document.getElementById("preview").focus();
      return;
    }
    const came = await redraw(deed, ["areas", "preview"]);
    if (!came) {
      form.requestSubmit(button);
      return;
    }
    const area = document.getElementById(`area-${came.place}`);
    const target = deed === "add" ? area && area.querySelector("input:not([type=hidden])") : area;
    (target || document.getElementById("areas")).focus();
  });

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => redraw("preview", ["preview"]), 900);
  });
})();
