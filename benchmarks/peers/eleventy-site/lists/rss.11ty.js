import { BASE, LANGUAGES, TOPICS, day, escape, feedHref, languageOf } from "../../lib/words.js";

export const data = {
  pagination: { data: "collections.feeds", size: 1, alias: "group" },
  permalink: ({ group }) => feedHref(group.language, group.topic),
};

const rfc822 = (date) => date.toUTCString().replace("GMT", "+0000");

function item({ url, date, content, data }) {
  const { title, summary, place, topics } = data;
  const language = languageOf(url);
  const dateline = `<p>${place}, ${day(date, language)} –</p>`;
  return `<item>
<title>${escape(title)}</title>
<link>${BASE}${url}</link>
<guid isPermaLink="true">${BASE}${url}</guid>
<pubDate>${rfc822(date)}</pubDate>
${topics.map((topic) => `<category>${escape(TOPICS[topic][language])}</category>`).join("\n")}
<description>${escape(summary)}</description>
<content:encoded>${escape(dateline + content)}</content:encoded>
</item>`;
}

export function render({ group: { language, topic, items } }) {
  const { name, description } = LANGUAGES[language];
  const home = `${BASE}/${language}/${topic && `topics/${topic}/`}`;
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>${escape(topic ? `${TOPICS[topic][language]} | ${name}` : name)}</title>
<link>${home}</link>
<description>${escape(description)}</description>
<language>${language}</language>
${items.length ? `<lastBuildDate>${rfc822(items[0].date)}</lastBuildDate>` : ""}
<atom:link href="${BASE}${feedHref(language, topic)}" rel="self" type="application/rss+xml"/>
${items.map(item).join("\n")}
</channel>
</rss>
`;
}
