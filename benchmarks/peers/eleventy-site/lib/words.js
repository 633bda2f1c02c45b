// What the pages say beside the releases, by language.
import topics from "./topics.js";

export const BASE = "https://press.example.org";
export const NEWEST = 10;
export const ENOUGH = 50;
export const LANGUAGES = {
  en: {
    own: "English", name: "City Press Office",
    description: "Press releases of an invented city.",
    boilerplate: "The City Press Office is invented; it exists to be measured.",
    skip: "Skip to the content", kicker: "Press release", releases: "Press releases",
    topics: "Topics", language: "Language", feeds: "Feeds", archive: "Archive",
    contact: "Contact", about: "About us", telephone: "Telephone", email: "E-mail",
  },
  vi: {
    own: "Tiếng Việt", name: "Văn phòng Báo chí Thành phố",
    description: "Thông cáo báo chí của một thành phố tưởng tượng.",
    boilerplate: "Văn phòng Báo chí Thành phố là tưởng tượng; nó tồn tại để được đo lường.",
    skip: "Đến phần nội dung", kicker: "Thông cáo báo chí", releases: "Thông cáo báo chí",
    topics: "Chủ đề", language: "Ngôn ngữ", feeds: "Nguồn tin", archive: "Lưu trữ",
    contact: "Liên hệ", about: "Về chúng tôi", telephone: "Điện thoại", email: "Thư điện tử",
  },
};
export const TOPICS = topics;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
  "September", "October", "November", "December"];
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export const escape = (text) => String(text).replace(/[&<>"']/g, (each) => ENTITIES[each]);

// The newsroom's zone has no summer time: its clock is seven hours ahead, always.
const local = (date) => new Date(date.getTime() + 7 * 3600_000);
export const iso = (date) => local(date).toISOString().slice(0, 19) + "+07:00";
export const ym = (date) => iso(date).slice(0, 7);

export function day(date, language) {
  const [year, month, number] = iso(date).slice(0, 10).split("-").map(Number);
  return language === "en"
    ? `${number} ${MONTHS[month - 1]} ${year}`
    : `ngày ${number} tháng ${month} năm ${year}`;
}

export function monthName(month, language) {
  const [year, number] = month.split("-").map(Number);
  return language === "en" ? `${MONTHS[number - 1]} ${year}` : `Tháng ${number} năm ${year}`;
}

// Every address begins with its language.
export const languageOf = (url) => url.slice(1, 3);
export const feedHref = (language, topic) =>
  topic ? `/${language}/feeds/${topic}.xml` : `/${language}/feeds/all.xml`;
