// Stands between the pages and the network. It keeps nothing by itself: pages ask for the shell to be kept (offline.js), and
// only the shell is ever answered from what was kept. A record that cannot be sent goes into the queue.
importScripts("/static/workspace/queue.js");

const SHELL = "cairn-shell";
const DOWN = [502, 503, 504];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  const place = /^\/o\/[^/]+\//.exec(pathname)?.[0];
  if (request.mode === "navigate" && request.method === "GET" && place) event.respondWith(show(request, place));
  else if (request.mode === "navigate" && request.method === "POST" && place && pathname.includes("/record/"))
    event.respondWith(send(request, place));
  else if (request.method === "GET" && pathname.startsWith("/static/")) event.respondWith(file(request));
});

async function show(request, place) {
  try {
    return await fetch(request);
  } catch (lost) {
    const shell = await caches.open(SHELL);
    const { pathname } = new URL(request.url);
    const form = pathname.includes("/record/sessions/") ? "register/" : pathname.endsWith("/record/") ? "record/" : "";
    const wanted = [request.url, `${place}offline/${form}`];
    for (const address of wanted) {
      const kept = await shell.match(address, { ignoreSearch: true, ignoreVary: true });
      if (kept) return kept;
    }
    throw lost;
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch (lost) {
    const kept = await (await caches.open(SHELL)).match(request.url, { ignoreVary: true });
    if (kept) return kept;
    throw lost;
  }
}

/** Send a form; when no answer comes, keep what was typed. The uid in it makes sending it again later safe. */
async function send(request, place) {
  const copy = request.clone();
  try {
    const answer = await fetch(request);
    if (!DOWN.includes(answer.status)) return answer;
  } catch {
    // no network: below
  }
  const typed = await copy.formData();
  const uid = typed.get("uid");
  if (!typed.get("offline-kind") || !uid) return Response.error();
  const fields = [...typed].filter(([name, value]) => !name.startsWith("offline-") && !name.startsWith("csrf") && typeof value === "string");
  await self.cairnQueue.put({
    uid,
    place,
    owner: typed.get("offline-owner"),
    kind: "form",
    at: Date.now(),
    path: new URL(request.url).pathname,
    title: typed.get("offline-title"),
    fields,
  });
  return Response.redirect(`${place}offline/?kept=${uid}`, 303);
}
