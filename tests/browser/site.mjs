// Serves a built site on loopback and opens Debian's Chromium on it, for the scripts beside it.
// Does not know Dateline; a request to any other host is counted and cut off, never made.

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { existsSync } from "node:fs";
import { extname, join, normalize, resolve, sep } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

// A machine that does other work at the same time is slow, which is no fault of a page.
export const PATIENCE = 120_000;

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".xml": "application/xml",
  ".opml": "text/x-opml",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
  ".gif": "image/gif",
  ".ico": "image/x-icon",
  ".pdf": "application/pdf",
  ".woff2": "font/woff2",
};

// The command line that the scripts share: --site DIR --widths 320,1280 --schemes light PATH…
export function readArguments(more = {}) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      site: { type: "string" },
      prefix: { type: "string", default: "/" },
      widths: { type: "string", default: "320,1280" },
      schemes: { type: "string", default: "light,dark" },
      ...more,
    },
  });
  if (!values.site || !existsSync(values.site)) throw new Error(`--site is no folder: ${values.site}`);
  return {
    ...values,
    site: resolve(values.site),
    prefix: `/${values.prefix}/`.replace(/\/+/g, "/"),
    widths: values.widths.split(",").map(Number),
    schemes: values.schemes.split(",").filter(Boolean),
    paths: positionals,
  };
}

// A folder answers with its index.html; what lies outside the site or the prefix is 404.
async function fileFor(site, prefix, url) {
  const path = decodeURIComponent(new URL(url, "http://loopback/").pathname);
  if (!path.startsWith(prefix)) return undefined;
  const file = normalize(join(site, path.slice(prefix.length)));
  if (file !== site && !file.startsWith(site + sep)) return undefined;
  const found = await stat(file).catch(() => undefined);
  if (!found) return undefined;
  return found.isDirectory() ? join(file, "index.html") : file;
}

export async function serve(site, prefix) {
  const server = createServer(async (request, response) => {
    try {
      const file = await fileFor(site, prefix, request.url);
      const body = await readFile(file);
      const type = TYPES[extname(file).toLowerCase()] ?? "application/octet-stream";
      response.writeHead(200, { "Content-Type": type }).end(body);
    } catch {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("not found");
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, close: () => new Promise((done) => server.close(done)) };
}

// playwright-core makes a fresh profile for each launch and removes it.
export function launch() {
  return chromium.launch({
    timeout: PATIENCE,
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });
}

export function addressOf(origin, prefix, path) {
  return origin + prefix + path.replace(/^\/+/, "");
}

// Runs `work` with a server and a browser, and closes both whatever happens.
export async function withBrowser(options, work) {
  const server = await serve(options.site, options.prefix);
  const browser = await launch();
  try {
    return await work(browser, server.origin);
  } finally {
    await browser.close();
    await server.close();
  }
}

// Does `work` for each item, so many at a time; gives the answers in the items' order.
export async function share(items, hands, work) {
  const waiting = [...items.entries()];
  const answers = [];
  const hand = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      answers[next[0]] = await work(next[1]);
    }
  };
  await Promise.all(Array.from({ length: hands }, hand));
  return answers;
}

// Notes everything that a page does from before its first byte.
export async function watch(page, origin, seen) {
  const own = (url) => url.startsWith(`${origin}/`) || /^(data|blob|about):/.test(url);
  const local = (url) => url.replace(origin, "");
  await page.route((url) => !own(url.href), (route) => route.abort());
  page.on("request", (request) => own(request.url()) || seen.foreign.add(request.url()));
  page.on("pageerror", (error) => seen.console.add(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    const cut = !own(message.location().url || origin + "/");
    if (message.type() === "error" && !cut) {
      seen.console.add(`${message.text()} (${local(message.location().url)})`);
    }
  });
  const session = await page.context().newCDPSession(page);
  await session.send("Debugger.enable");
  session.on("Debugger.scriptParsed", (script) => {
    if (/^(https?|data|blob|file):/.test(script.url)) {
      seen.scripts.add(`${local(script.url)}:${script.startLine + 1}`);
    }
  });
  return own;
}
