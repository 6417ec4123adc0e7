// A photo or a voice note that was chosen stays on this phone until it is sent or taken out: a page that is closed, or a hall
// without a signal, does not lose it. It lies in the browser beside the words that could not be sent, and ages out as they do.
const KINDS = ["photo", "voice"];
const DAYS = 60;
const STORE = "files";
const form = document.querySelector("form[data-tell]");
const going = `tell going ${location.pathname}`;

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("cairn-tell", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** Resolves when it is on the disk. */
async function inside(mode, work) {
  const base = await open();
  try {
    return await new Promise((resolve, reject) => {
      const deal = base.transaction(STORE, mode, { durability: "strict" });
      const asked = work(deal.objectStore(STORE));
      deal.oncomplete = () => resolve(asked.result);
      deal.onerror = deal.onabort = () => reject(deal.error);
    });
  } finally {
    base.close();
  }
}

const key = (kind) => `${location.pathname} ${kind}`;
const remove = (kind) => inside("readwrite", (store) => store.delete(key(kind)));
/** Which one is kept where it is sent to; "" for none. */
const held = (kind) => document.querySelector(`[data-held=${kind}]`)?.dataset.which ?? "";
const notice = (kind) => document.querySelector(`[data-here=${kind}]`);

async function chosen(kind) {
  const [file] = document.getElementById(kind).files;
  notice(kind).hidden = true;
  try {
    if (!file) return await remove(kind);
    const data = await file.arrayBuffer();
    const said = { name: file.name, type: file.type, instead: held(kind), at: Date.now() };
    await inside("readwrite", (store) => store.put({ key: key(kind), data, ...said }));
    notice(kind).hidden = false;
  } catch {
    // A browser that keeps nothing, or has no room: the file goes with the button, and nothing says that it is kept.
  }
}

function putBack(kind, kept) {
  const box = document.getElementById(kind);
  if (!box.files.length) {
    const files = new DataTransfer();
    files.items.add(new File([kept.data], kept.name, { type: kept.type }));
    box.files = files.files;
  }
  notice(kind).hidden = false;
}

/** What went with the last button and was taken, or refused, goes from here; what did not stands in the form again. */
async function opened() {
  const went = localStorage.getItem(going);
  const every = await inside("readonly", (store) => store.getAll());
  const old = every.filter((one) => Date.now() - one.at > DAYS * 86400000);
  for (const one of old) await inside("readwrite", (store) => store.delete(one.key));
  for (const kind of KINDS) {
    const kept = every.find((one) => one.key === key(kind) && !old.includes(one));
    if (!kept) continue;
    const taken = held(kind) !== kept.instead || document.getElementById(`${kind}-wrong`);
    if (went && taken) await remove(kind);
    else if (form) putBack(kind, kept);
    else document.querySelector("[data-waits]").hidden = false;
  }
  localStorage.removeItem(going); // last: a page that is left before goes through it again
}

for (const kind of form ? KINDS : []) {
  document.getElementById(kind).addEventListener("change", () => chosen(kind));
  notice(kind).querySelector("button").addEventListener("click", () => {
    const box = document.getElementById(kind);
    box.value = "";
    chosen(kind);
    box.focus();
  });
}
form?.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) localStorage.setItem(going, "1");
});
opened().catch(() => {});
