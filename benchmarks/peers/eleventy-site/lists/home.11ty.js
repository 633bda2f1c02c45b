import base from "../../includes/base.11ty.js";
import { entries, groups, monthHref } from "../../lib/parts.js";
import { LANGUAGES, TOPICS, feedHref, monthName } from "../../lib/words.js";

export const data = {
  pagination: { data: "collections.lists", size: 1, alias: "group" },
  permalink: ({ group }) => `/${group.language}/index.html`,
};

export function render(data) {
  const { group } = data;
  const { language } = group;
  const words = LANGUAGES[language];
  const title = words.releases;
  const content = `<h1>${title}</h1>
${groups(language, group.shown)}
<h2>${words.archive}</h2>
<ul>
${archive(language, group.all)}
</ul>`;
  return base({ ...data, language, title, content });
}

function archive(language, all) {
  const years = new Map();
  for (const group of all) {
    const year = group.month.slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), group]);
  }
  return [...years]
    .map(([year, months]) => `<li><a href="/${language}/${year}/">${year}</a> <ul>
${months.map(({ month, items }) => `<li><a href="${monthHref(language, month)}">${monthName(month, language)}</a> (${items.length})</li>`).join("\n")}
</ul></li>`)
    .join("\n");
}
