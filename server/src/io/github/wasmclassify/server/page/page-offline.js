const LONGEST_WAIT = 5000;

/** Settles once a service worker keeps what is fetched for later, or cannot: browsers have none without HTTPS, except on localhost. */
export const whenKept = keep().catch(() => {});

async function keep() {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  const isControlled = new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  await serviceWorker.register("assets/service-worker.js", { scope: "./" });
  const isLate = new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT));
  if (!serviceWorker.controller) await Promise.race([isControlled, isLate]);
}
