import base from "../../includes/base.11ty.js";
import { entries, groups, monthHref } from "../../lib/parts.js";
import { LANGUAGES, TOPICS, feedHref, monthName } from "../../lib/words.js";

export const data = {
  pagination: { data: "collections.topicPages", size: 1, alias: "group" },
  permalink: ({ group }) => `/${group.language}/topics/${group.topic}/index.html`,
};

export function render(data) {
  const { group } = data;
  const { language } = group;
  const words = LANGUAGES[language];
  const title = TOPICS[group.topic][language];
  const content = `<h1>${title}</h1>
${entries(group.items)}`;
  return base({ ...data, language, title, content });
}
