// Releases in, the data of lists and feeds out: newest first, by language.
import { ENOUGH, LANGUAGES, NEWEST, TOPICS, languageOf, ym } from "./words.js";

export function byLanguage(releases) {
  const found = Object.fromEntries(Object.keys(LANGUAGES).map((language) => [language, []]));
  for (const item of releases) found[languageOf(item.url)].push(item);
  for (const items of Object.values(found)) items.sort((a, b) => b.date - a.date);
  return found;
}

function byMonth(items) {
  const found = new Map();
  for (const item of items) {
    const month = ym(item.date);
    if (!found.has(month)) found.set(month, []);
    found.get(month).push(item);
  }
  return [...found].map(([month, items]) => ({ month, items }));
}

const each = (grouped, make) =>
  Object.entries(grouped).flatMap(([language, items]) => make(language, items));

export const months = (grouped) =>
  each(grouped, (language, items) => byMonth(items).map((group) => ({ language, ...group })));

export const years = (grouped) =>
  each(grouped, (language, items) => {
    const found = new Map();
    for (const group of byMonth(items)) {
      const year = group.month.slice(0, 4);
      if (!found.has(year)) found.set(year, []);
      found.get(year).push(group);
    }
    return [...found].map(([year, months]) => ({ language, year, months }));
  });

export const topicPages = (grouped) =>
  each(grouped, (language, items) =>
    Object.keys(TOPICS).map((topic) => ({
      language, topic, items: items.filter((item) => item.data.topics.includes(topic)),
    })));

export const lists = (grouped) =>
  each(grouped, (language, items) => {
    const all = byMonth(items);
    const shown = [];
    for (let count = 0; count < ENOUGH && shown.length < all.length; ) {
      count += all[shown.length].items.length;
      shown.push(all[shown.length]);
    }
    return [{ language, shown, all }];
  });

export const feeds = (grouped) =>
  each(grouped, (language, items) => [
    { language, topic: "", items: items.slice(0, NEWEST) },
    ...Object.keys(TOPICS).map((topic) => ({
      language, topic,
      items: items.filter((item) => item.data.topics.includes(topic)).slice(0, NEWEST),
    })),
  ]);
