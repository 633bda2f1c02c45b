// Fills in the form of each page as a reader does, sends it, and prints what came as one JSON object.
//
//   node send-form.mjs --site DIR --origin URL --address anna@example.org PATH…
//
// The page's own policy stands, and no script runs. --origin is a server's that runs already.

import { addressOf, PATIENCE, readArguments, withBrowser } from "./site.mjs";

async function send(browser, origin, options, path) {
  const console_ = [];
  const context = await browser.newContext({ javaScriptEnabled: false });
  try {
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    page.on("console", (message) => console_.push(message.text()));
    await page.goto(addressOf(origin, options.prefix, path), { waitUntil: "load" });
    await page.fill('input[name="address"]', options.address);
    await page.locator("main form button").click({ noWaitAfter: true });
    await page.waitForURL((url) => url.pathname.endsWith("/subscribe"), { timeout: PATIENCE }).catch(() => undefined);
    await page.waitForLoadState("load");
    const heading = await page.locator("h1").textContent();
    return { path, url: page.url(), heading: heading.trim(), console: console_ };
  } finally {
    await context.close();
  }
}

const options = readArguments({ address: { type: "string" }, origin: { type: "string" } });
const pages = await withBrowser(options, async (browser) => {
  const found = [];
  for (const path of options.paths) found.push(await send(browser, options.origin, options, path));
  return found;
});
console.log(JSON.stringify({ pages }));
