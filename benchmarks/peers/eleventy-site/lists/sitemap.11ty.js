import { BASE } from "../../lib/words.js";

export const data = { permalink: "/sitemap.xml", eleventyExcludeFromCollections: true };

export function render({ collections }) {
  const urls = collections.all
    .filter((item) => item.url?.endsWith("/"))
    .map(({ url, date }) => `<url><loc>${BASE}${url}</loc><lastmod>${date.toISOString().slice(0, 10)}</lastmod></url>`);
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls.join("\n")}
</urlset>
`;
}
