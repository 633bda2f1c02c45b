// Photographs whole pages of a built site, for people to look at.
//
//   node shoot.mjs --site DIR --out DIR [--widths 320,1280] [--schemes light,dark] [--print] [--height N] PATH…
//
// Writes {page}.{width}.{scheme}.png and with --print {page}.{width}.print.png, and prints the list of
// files as one JSON object. With --height, only so much of a page from its top. Does not judge: check-pages.mjs does.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { addressOf, PATIENCE, readArguments, withBrowser } from "./site.mjs";

const options = readArguments({ out: { type: "string" }, print: { type: "boolean", default: false },
  height: { type: "string" } });
if (!options.out) throw new Error("--out names no folder");

// "en/2024/02/" becomes en-2024-02, the chooser at "/" becomes index.
function nameOf(path) {
  return path.replace(/(^|\/)index\.html$/, "$1").replace(/^\/+|\/+$/g, "").replace(/\/+/g, "-") || "index";
}

async function shoot(browser, origin, path, width, look) {
  const media = look === "print" ? { media: "print" } : { colorScheme: look };
  const context = await browser.newContext({ viewport: { width, height: Number(options.height ?? 800) }, reducedMotion: "reduce" });
  try {
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    await page.route((url) => url.origin !== origin, (route) => route.abort());
    await page.emulateMedia(media);
    const answer = await page.goto(addressOf(origin, options.prefix, path), { waitUntil: "load" });
    if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}`);
    const file = join(options.out, `${nameOf(path)}.${width}.${look}.png`);
    await page.screenshot({ path: file, fullPage: !options.height });
    return file;
  } finally {
    await context.close();
  }
}

await mkdir(options.out, { recursive: true });
const looks = options.print ? [...options.schemes, "print"] : options.schemes;
const files = await withBrowser(options, async (browser, origin) => {
  const made = [];
  for (const path of options.paths) {
    for (const width of options.widths) {
      for (const look of looks) made.push(await shoot(browser, origin, path, width, look));
    }
  }
  return made;
});
console.log(JSON.stringify({ files }));
