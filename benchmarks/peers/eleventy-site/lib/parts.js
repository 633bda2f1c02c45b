// Parts that several pages share; what is the same on all pages of a language is made once.
import { LANGUAGES, TOPICS, day, escape, feedHref, iso, languageOf, monthName } from "./words.js";

const once = (make) => {
  const made = {};
  return (language) => (made[language] ??= make(language, LANGUAGES[language]));
};

export const links = once((language, words) =>
  ["", ...Object.keys(TOPICS)]
    .map((topic) => {
      const title = escape(topic ? TOPICS[topic][language] : words.name);
      return `<link rel="alternate" type="application/rss+xml" title="${title}" href="${feedHref(language, topic)}">`;
    })
    .join("\n"));

export const header = once((language, words) => `<a class="skip" href="#content">${words.skip}</a>
<header>
<p><a href="/${language}/">${words.name}</a></p>
<nav aria-label="${words.topics}">
<ul>
<li><a href="/${language}/">${words.releases}</a></li>
${Object.entries(TOPICS).map(([topic, names]) => `<li><a href="/${language}/topics/${topic}/">${escape(names[language])}</a></li>`).join("\n")}
<li><a href="/${language}/feeds/">${words.feeds}</a></li>
</ul>
</nav>
<nav aria-label="${words.language}">
<ul>
${Object.entries(LANGUAGES).map(([key, { own }]) => `<li><a href="/${key}/" lang="${key}" hreflang="${key}">${own}</a></li>`).join("\n")}
</ul>
</nav>
</header>`);

export const footer = once((language, words) => `<footer>
<section aria-labelledby="contact">
<h2 id="contact">${words.contact}</h2>
<p>Press desk. ${words.telephone}: <a href="tel:+842437340902">+84 24 3734 0902</a>. ${words.email}: <a href="mailto:press@example.org">press@example.org</a></p>
</section>
<section aria-labelledby="about">
<h2 id="about">${words.about}</h2>
<p>${words.boilerplate}</p>
</section>
</footer>`);

const entry = (item) =>
  `<li><a href="${item.url}">${escape(item.data.title)}</a> <time datetime="${iso(item.date).slice(0, 10)}">${day(item.date, languageOf(item.url))}</time><p>${escape(item.data.summary)}</p></li>`;

export const entries = (items) => `<ol>\n${items.map(entry).join("\n")}\n</ol>`;

export const monthHref = (language, month) => `/${language}/${month.replace("-", "/")}/`;

export const groups = (language, months) =>
  months
    .map(({ month, items }) => `<h2><a href="${monthHref(language, month)}">${monthName(month, language)}</a></h2>\n${entries(items)}`)
    .join("\n");
