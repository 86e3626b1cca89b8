// Storage that may be switched off or full: reading gives null, writing does nothing.
const PREFIX = "hearth:";

function attempt(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

export const read = (name, area = "localStorage") => attempt(() => window[area].getItem(PREFIX + name));
export const write = (name, value, area = "localStorage") =>
  attempt(() => window[area].setItem(PREFIX + name, value));
export const erase = (name, area = "localStorage") =>
  attempt(() => window[area].removeItem(PREFIX + name));
export const names = (start) =>
  attempt(() =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX + start))
      .map((key) => key.slice(PREFIX.length)),
  ) ?? [];
