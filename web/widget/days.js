// Days as people read them, with the Japanese year, as <time>.
import { h } from "./dom.js";

const utc = { timeZone: "UTC" };
const western = new Intl.DateTimeFormat("ja-JP", { ...utc, year: "numeric", month: "long", day: "numeric" });
const era = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", { ...utc, era: "long", year: "numeric" });

export const dayText = (iso) => western.format(new Date(`${iso}T00:00Z`));

export const dayWithEra = (iso) => `${dayText(iso)}（${era.format(new Date(`${iso}T00:00Z`))}）`;

export const day = (iso) => h("time", { datetime: iso }, dayWithEra(iso));
