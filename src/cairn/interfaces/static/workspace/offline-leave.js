// On the page of signing out: leave nothing on the device; and if something is not sent yet, say so first.
const form = document.querySelector("form[data-leave], main form");
const warning = document.querySelector("[data-leave-warning]");

const counted = (count) => (count === 1 ? "1 record is" : `${count} records are`);

async function begin() {
  const own = (await cairnQueue.of(warning.dataset.owner)).length;
  const others = await cairnQueue.ofOthers(warning.dataset.owner);
  if (own || others) {
    warning.hidden = false;
    warning.querySelector("[data-leave-own]").textContent = own ? `${counted(own)} not sent yet.` : "";
    warning.querySelector("[data-leave-others]").textContent = others ? `${counted(others)} waiting for a colleague who used this device.` : "";
    const button = form.querySelector("button[type=submit]");
    button.textContent = "Delete what is not sent, and sign out";
    button.classList.add("govuk-button--warning");
  }
  form.addEventListener("submit", async (event) => {
    if (form.dataset.cleared) return;
    event.preventDefault();
    await Promise.race([cairnQueue.clear().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 3000))]);
    form.dataset.cleared = "yes";
    form.submit();
  });
}

if (warning && "serviceWorker" in navigator) begin();
