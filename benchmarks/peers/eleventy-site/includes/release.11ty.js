import base from "./base.11ty.js";
import { BASE, LANGUAGES, TOPICS, day, escape, iso, languageOf } from "../lib/words.js";

function head({ title, summary, page }, language) {
  const { name } = LANGUAGES[language];
  const url = BASE + page.url;
  const article = {
    "@context": "https://schema.org", "@type": "NewsArticle", headline: title, description: summary,
    datePublished: iso(page.date), inLanguage: language, mainEntityOfPage: url,
    publisher: { "@type": "Organization", name, url: `${BASE}/${language}/` },
  };
  return `<meta property="og:type" content="article">
<meta property="og:site_name" content="${name}">
<meta property="og:title" content="${escape(title)}">
<meta property="og:description" content="${escape(summary)}">
<meta property="og:url" content="${url}">
<meta property="og:locale" content="${language}">
<meta property="article:published_time" content="${iso(page.date)}">
<script type="application/ld+json">${JSON.stringify(article).replaceAll("<", "\\u003c")}</script>`;
}

export default function (data) {
  const { page } = data;
  const language = languageOf(page.url);
  const words = LANGUAGES[language];
  const others = Object.keys(LANGUAGES)
    .filter((other) => other !== language)
    .map((other) => `/${other}${page.url.slice(3)}`)
    .filter((url) => data.collections.translations.has(url))
    .map((url) => ({ url, ...data.collections.translations.get(url) }));
  const translations = others
    .map(({ language, title, url }) => ` <a href="${url}" lang="${language}" hreflang="${language}">${LANGUAGES[language].own}: ${escape(title)}</a>`)
    .join("");
  const content = `<article>
<p>${words.kicker}</p>
<h1>${escape(data.title)}</h1>
<p><b>${escape(data.place)}</b><time datetime="${iso(page.date)}">, ${day(page.date, language)}</time></p>
${data.content}
<p>${words.topics}:${data.topics.map((topic) => ` <a href="/${language}/topics/${topic}/" rel="tag">${escape(TOPICS[topic][language])}</a>`).join("")}</p>
${translations && `<p>${words.language}:${translations}</p>`}
</article>`;
  return base({ ...data, others, content, language, head: head(data, language) });
}
