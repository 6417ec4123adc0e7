// What was recorded with no signal and is not sent yet: one small database of the browser, used by pages and by the worker.
(() => {
  const NAME = "cairn-not-sent";
  const STORE = "records";

  function open() {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "uid" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }

  /** Run `work` on the store in a transaction of `mode`; resolves when it is on the disk, not before. */
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

  self.cairnQueue = {
    put: (record) => inside("readwrite", (store) => store.put(record)),
    get: (uid) => inside("readonly", (store) => store.get(uid)),
    remove: (uid) => inside("readwrite", (store) => store.delete(uid)),
    /** What one person recorded for one organisation, oldest first. Nobody else's is ever given out. */
    async of(owner, place) {
      const every = await inside("readonly", (store) => store.getAll());
      return every.filter((one) => one.owner === owner && (!place || one.place === place)).sort((a, b) => a.at - b.at);
    },
    /** How many records of other people who used this device wait here: the number, nothing else. */
    async ofOthers(owner) {
      const every = await inside("readonly", (store) => store.getAll());
      return every.filter((one) => one.owner !== owner).length;
    },
    /** Leave nothing behind: the queue, what was kept to open without a signal, the mark of it, and the worker. */
    async clear() {
      await new Promise((resolve) => {
        const asked = indexedDB.deleteDatabase(NAME);
        asked.onsuccess = asked.onerror = asked.onblocked = resolve;
      });
      for (const name of await caches.keys()) if (name.startsWith("cairn-")) await caches.delete(name);
      localStorage.removeItem("cairn-kept");
      for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
    },
  };
})();
