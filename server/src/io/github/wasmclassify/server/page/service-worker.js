// Keeps the page, the JavaScript package and the models that were fetched, and answers with them when the server cannot be reached.
const CACHE = "wasm-classify";
const ROOT = new URL(self.registration.scope).pathname;
const KEPT = /^($|assets\/|js\/|models$|models\/[^/]+\/(file|labels)$)/;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepPage());
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method === "GET" && origin === self.location.origin && KEPT.test(pathname.slice(ROOT.length))) event.respondWith(answer(event));
});

/** The page with the files that it names, which it fetches at once. The rest is kept when it is first fetched. */
async function keepPage() {
  const cache = await caches.open(CACHE);
  const page = await fetch(ROOT, { headers: { Accept: "text/html" } });
  await cache.put(ROOT, page.clone());
  const files = [...(await page.text()).matchAll(/"(assets\/[^"]+)"/g)].map(([, file]) => ROOT + file);
  await cache.addAll(new Set(files));
}

async function answer(event) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(event.request);
    // Where there is no room for it, it is not kept.
    if (response.ok) event.waitUntil(cache.put(event.request.url, response.clone()).catch(() => {}));
    return response;
  } catch (error) {
    return (await cache.match(event.request.url, { ignoreVary: true })) ?? Promise.reject(error);
  }
}
