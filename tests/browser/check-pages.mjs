// Opens pages of a built site in Chromium and prints what is wrong with them as one JSON object.
//
//   node check-pages.mjs --site DIR [--prefix /press/] [--widths 320,1280] [--schemes light,dark] PATH…
//
// Per page: axe-core violations at every width and scheme, horizontal overflow at 320 px, console
// errors, requests to other hosts, scripts that ran. Does not know what a page should say, and cannot
// see what axe leaves to people ("unsure"), a script that waits for a click, or a hint to another host
// that Chromium ignores when headless (preconnect links are read from the page instead).

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { addressOf, PATIENCE, readArguments, share, watch, withBrowser } from "./site.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const NARROW = 320;

// Runs inside the page.
function measureOverflow() {
  const root = document.scrollingElement;
  const room = root.clientWidth;
  const scrolls = (element) => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== "visible") return true;
    }
    return false;
  };
  const name = (element) => {
    const id = element.id ? `#${element.id}` : "";
    const names = [...element.classList].map((word) => `.${word}`).join("");
    return element.tagName.toLowerCase() + id + names;
  };
  const wide = [...document.body.querySelectorAll("*")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && box.right > room + 0.5 && !scrolls(element);
  });
  return { pixels: Math.max(0, root.scrollWidth - room), culprits: wide.slice(0, 5).map(name) };
}

// Runs inside the page: wakes lazy pictures and lists hints that name other hosts.
async function walkThrough() {
  for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
    scrollTo(0, y);
    await new Promise(requestAnimationFrame);
  }
  scrollTo(0, 0);
  const late = [...document.images].filter((image) => !image.complete);
  const ends = late.map((image) => new Promise((end) => { image.onload = image.onerror = end; }));
  await Promise.race([Promise.all(ends), new Promise((end) => setTimeout(end, 1000))]);
  const hints = 'link:is([rel~="preconnect"],[rel~="dns-prefetch"],[rel~="prefetch"],[rel~="prerender"])';
  return [...document.querySelectorAll(hints)].map((link) => link.href);
}

// Runs inside the page, after axe-core was put there.
async function runAxe(tags) {
  const answer = await globalThis.axe.run(document, {
    runOnly: { type: "tag", values: tags },
    rules: { "target-size": { enabled: true } },
    resultTypes: ["violations", "incomplete"],
    preload: false,
  });
  const short = (found) => ({
    rule: found.id,
    impact: found.impact ?? "",
    help: found.help,
    targets: found.nodes.map((node) => node.target.flat(Infinity).join(" ")),
    summary: found.nodes[0]?.failureSummary ?? "",
  });
  return { violations: answer.violations.map(short), unsure: answer.incomplete.map(short) };
}

// Looks at an open page at one width and scheme; everything found goes into `findings`.
// axe stays away from a width that was not asked for.
async function look(page, own, options, findings, width, scheme) {
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme: scheme });
  const hints = await page.evaluate(walkThrough);
  hints.filter((url) => url && !own(url)).forEach((url) => findings.foreign.add(url));
  if (width === NARROW) findings.overflow = await page.evaluate(measureOverflow);
  if (!options.widths.includes(width)) return;
  const said = await page.evaluate(runAxe, TAGS);
  findings.violations.push(...said.violations.map((found) => ({ ...found, width, scheme })));
  findings.unsure.push(...said.unsure.map((found) => ({ ...found, width, scheme })));
}

// Opens a page once: it has no script, so what changes with width and scheme changes by itself.
// An address that is not there is not looked at.
async function check(browser, origin, options, path) {
  const findings = {
    path, status: 0, violations: [], unsure: [], overflow: { pixels: 0, culprits: [] },
    console: new Set(), foreign: new Set(), scripts: new Set(),
  };
  const widths = [...new Set([...options.widths, NARROW])];
  // bypassCSP: a page's own policy must neither stop axe nor hide a script from the count.
  const context = await browser.newContext({ bypassCSP: true });
  try {
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const own = await watch(page, origin, findings);
    await page.setViewportSize({ width: widths[0], height: 800 });
    const answer = await page.goto(addressOf(origin, options.prefix, path), { waitUntil: "load" });
    findings.status = answer.status();
    if (answer.ok()) {
      await page.evaluate(AXE);
      for (const width of widths) {
        const schemes = options.widths.includes(width) ? options.schemes : options.schemes.slice(0, 1);
        for (const scheme of schemes) await look(page, own, options, findings, width, scheme);
      }
    }
  } finally {
    await context.close();
  }
  findings.violations.sort(byPlace);
  findings.unsure.sort(byPlace);
  const { console, foreign, scripts } = findings;
  return { ...findings, console: [...console], foreign: [...foreign], scripts: [...scripts] };
}

function byPlace(one, other) {
  const place = (found) => `${found.rule} ${String(found.width).padStart(5)} ${found.scheme}`;
  return place(one).localeCompare(place(other));
}

const options = readArguments();
const pages = await withBrowser(options, (browser, origin) =>
  share(options.paths, 2, (path) => check(browser, origin, options, path)));
console.log(JSON.stringify({ pages }));
