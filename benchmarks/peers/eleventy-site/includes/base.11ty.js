import { footer, header, links } from "../lib/parts.js";
import { BASE, LANGUAGES, escape } from "../lib/words.js";

export default function (data) {
  const { name, description } = LANGUAGES[data.language];
  const alternates = data.others?.length
    ? [{ language: data.language, url: data.page.url }, ...data.others]
        .map(({ language, url }) => `<link rel="alternate" hreflang="${language}" href="${BASE}${url}">`)
        .join("\n")
    : "";
  return `<!DOCTYPE html>
<html lang="${data.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(data.title)} | ${name}</title>
<meta name="description" content="${escape(data.summary ?? description)}">
<link rel="canonical" href="${BASE}${data.page.url}">
${alternates}
${links(data.language)}
<link rel="stylesheet" href="/assets/site.css">
${data.head ?? ""}
</head>
<body>
${header(data.language)}
<main id="content">
${data.content}
</main>
${footer(data.language)}
</body>
</html>
`;
}
