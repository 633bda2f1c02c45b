// The corpus as an Eleventy 3 site: the addresses of a Dateline newsroom. Templates are plain functions, the quickest kind.
import { byLanguage, feeds, lists, months, topicPages, years } from "./lib/groups.js";

export default function (config) {
  config.setQuietMode(true);
  config.setLayoutsDirectory("includes");
  config.addPassthroughCopy({ static: "/" });
  // Releases are grouped once; the lists are made from that.
  let found = null;
  config.on("eleventy.before", () => { found = null; });
  const grouped = (api) => (found ??= byLanguage(api.getAll().filter((item) => item.data.topics)));
  config.addCollection("months", (api) => months(grouped(api)));
  config.addCollection("years", (api) => years(grouped(api)));
  config.addCollection("topicPages", (api) => topicPages(grouped(api)));
  config.addCollection("lists", (api) => lists(grouped(api)));
  config.addCollection("feeds", (api) => feeds(grouped(api)));
  config.addCollection("translations", (api) => {
    const byAddress = new Map();
    for (const [language, items] of Object.entries(grouped(api)))
      for (const item of items) byAddress.set(item.url, { language, title: item.data.title });
    return byAddress;
  });
}

export const config = {
  dir: { input: "content", includes: "../includes", layouts: "../includes", data: "../data" },
  markdownTemplateEngine: false,
};
