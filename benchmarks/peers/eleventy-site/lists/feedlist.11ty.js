import base from "../../includes/base.11ty.js";
import { entries, groups, monthHref } from "../../lib/parts.js";
import { LANGUAGES, TOPICS, feedHref, monthName } from "../../lib/words.js";

export const data = {
  pagination: { data: "collections.lists", size: 1, alias: "group" },
  permalink: ({ group }) => `/${group.language}/feeds/index.html`,
};

export function render(data) {
  const { group } = data;
  const { language } = group;
  const words = LANGUAGES[language];
  const title = words.feeds;
  const content = `<h1>${title}</h1>
<ul>
${["", ...Object.keys(TOPICS)].map((topic) => `<li><a href="${feedHref(language, topic)}">${topic ? TOPICS[topic][language] : words.name}</a></li>`).join("\n")}
</ul>`;
  return base({ ...data, language, title, content });
}
