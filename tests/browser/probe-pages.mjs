// Opens pages in Chromium as an attacker hopes, and prints what came of it as one JSON object.
//
//   node probe-pages.mjs --site DIR [--prefix /press/] [--enforce] [--origin URL] [--loads N] PATH…
//
// Per page: scripts that ran, requests to other hosts (pictures apart: releases may show those of
// partners), dialogs, console errors, what only waits for a click, how often it was loaded. Without
// --enforce the page's own policy is set aside, so that the markup alone is judged. --origin asks a
// server that runs already; --loads keeps a page open until it was loaded so often, and a second longer,
// in which it might be once more. Does not click.

import { addressOf, PATIENCE, readArguments, share, watch, withBrowser } from "./site.mjs";

// Runs inside the page: what would run, load or send as soon as a reader touches it.
function findTraps() {
  const shown = (element) => element.outerHTML.slice(0, 200);
  const runs = (url) => /^[\s\u0000-\u001f]*(javascript|vbscript|data|blob|file)[\s\u0000-\u001f]*:/i.test(url);
  const traps = [];
  for (const element of document.querySelectorAll("*")) {
    const tag = element.localName;
    if (/^(iframe|frame|object|embed|applet|portal|form|base|template|audio|video|foreignobject)$/.test(tag)) {
      traps.push(shown(element));
    }
    if (tag === "script" && element.type !== "application/ld+json") traps.push(shown(element));
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) traps.push(shown(element));
      if (/^(href|src|action|formaction|cite|data|xlink:href|srcset|poster)$/i.test(name) && runs(value)) {
        traps.push(shown(element));
      }
    }
  }
  return traps;
}

async function probe(context, origin, options, path) {
  const seen = { console: new Set(), foreign: new Set(), scripts: new Set() };
  const dialogs = [];
  let loads = 0;
  const page = await context.newPage();
  try {
    page.on("dialog", (dialog) => { dialogs.push(dialog.message()); dialog.dismiss(); });
    page.on("load", () => { loads += 1; });
    const allowed = new Set(); // pictures, and what the policy stopped before it left
    page.on("request", (request) => request.resourceType() === "image" && allowed.add(request.url()));
    page.on("requestfailed", (request) => {
      if (/csp/i.test(request.failure()?.errorText ?? "")) allowed.add(request.url());
    });
    await watch(page, origin, seen);
    const answer = await page.goto(addressOf(origin, options.prefix, path), { waitUntil: "load" });
    if (Number(options.loads)) {
      for (const end = Date.now() + PATIENCE; loads < Number(options.loads) && Date.now() < end;) {
        await page.waitForTimeout(50);
      }
      await page.waitForTimeout(1000);
    }
    const look = () => page.evaluate(findTraps);
    // The front page of one language leads on by itself; where to is seen in the requests.
    const traps = await look().catch(async () => { await page.waitForLoadState("load"); return look(); });
    const foreign = [...seen.foreign].filter((url) => !allowed.has(url));
    return {
      path, status: answer.status(), title: await page.title(), loads, dialogs, traps, foreign,
      scripts: [...seen.scripts], console: [...seen.console],
    };
  } finally {
    await page.close();
  }
}

const options = readArguments({
  enforce: { type: "boolean", default: false },
  origin: { type: "string" },
  loads: { type: "string", default: "0" },
});
// A context for all pages: to make one for each took longer than the page itself.
const pages = await withBrowser(options, async (browser, origin) => {
  const context = await browser.newContext({ bypassCSP: !options.enforce });
  context.setDefaultTimeout(PATIENCE);
  return share(options.paths, 4, (path) => probe(context, options.origin ?? origin, options, path));
});
console.log(JSON.stringify({ pages }));
