// For every release: its address, which begins with its language, from its file's name.
export default {
  layout: "release.11ty.js",
  permalink: ({ page }) => {
    const language = page.filePathStem.endsWith(".vi") ? "vi" : "en";
    const stem = page.filePathStem.replace(/^\/releases/, "").replace(/\.vi$/, "");
    return `/${language}${stem}/index.html`;
  },
};
