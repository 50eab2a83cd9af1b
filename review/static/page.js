// The page on the left: its picture, the words on it, and the places that are lit.

import { ask } from "./http.js";

const STEPS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4];
const pen = document.createElement("canvas").getContext("2d");

export class Sheet {
  constructor(paper, { document: number, pages, sha, texts }) {
    Object.assign(this, { paper, number, pages, sha, texts });
    this.media = document.getElementById("desk").dataset.media;
    this.flows = !/^(application\/pdf$|image\/|text\/)/.test(this.media);
    this.page = 0;
    this.zoom = 1;
    this.turned = 0;
    this.known = new Map();
    this.lit = { places: [], strong: [], find: [] };
    this.frame = null;
    new ResizeObserver(() => this.fit()).observe(paper);
  }

  async show(page) {
    const wanted = Math.max(1, Math.min(this.pages, page));
    if (wanted === this.page) return this.drawn;
    this.page = wanted;
    this.turned = 0;
    document.getElementById("page-number").textContent = wanted;
    this.drawn = this.draw(wanted);
    return this.drawn;
  }

  async draw(page) {
    const first = await this.outline(page);
    if (page !== this.page) return;
    if (!first.outline) return this.drawText(first);
    this.size = first.outline;
    this.frame = element("div", "frame loading");
    this.picture = element("img", "picture");
    this.picture.alt = `${this.texts.page} ${page}`;
    this.picture.decoding = "async";
    const own = this.frame;
    this.picture.addEventListener("load", () => own.classList.remove("loading"));
    this.layer = element("div", "lit-layer");
    this.layer.setAttribute("aria-hidden", "true");
    this.text = element("div", "words");
    this.text.setAttribute("role", "group");
    this.text.setAttribute("aria-label", this.texts.words);
    this.frame.append(this.picture, this.layer, this.text);
    this.paper.replaceChildren(this.frame);
    this.paper.scrollTop = 0;
    this.fit();
    this.light();
    this.read(page);
  }

  // The page's size; for a format without pages, its text at once.
  async outline(page) {
    const text = this.media.startsWith("text/");
    const { status, told } = await ask(`/documents/${this.number}/pages/${page}${text ? "" : "/outline"}.json?of=${this.sha}`);
    if (status !== 200) {
      this.paper.replaceChildren(element("p", "note", told.message || this.texts.unshown));
      this.frame = null;
      return Promise.reject(new Error(told.message));
    }
    if (told.pages) this.counted(told.pages);
    return told;
  }

  // An office file has the pages that it is printed on; what was read in it says no page and no box.
  counted(pages) {
    this.printed = true;
    this.pages = pages;
    document.getElementById("page-count").textContent = pages;
  }

  // Where the words of a place stand on the printed pages; as it is where they are not found.
  async located(place) {
    const wanted = place.text.split(/\s+/).map(bare).filter(Boolean);
    for (let page = 1; wanted.length && page <= this.pages; page++) {
      const words = await this.wordsOf(page);
      const plain = words.map(([text]) => bare(text));
      const kept = plain.flatMap((word, n) => (word ? [n] : []));
      for (let n = 0; n < kept.length; n++) {
        const long = Math.min(wanted.length, kept.length - n);
        if (long < Math.min(wanted.length, 4)) break; // the rest may stand on the next page
        if (!wanted.slice(0, long).every((word, k) => plain[kept[n + k]] === word)) continue;
        const boxes = kept.slice(n, n + long).map((at) => words[at][1]);
        const [xs, ys, xe, ye] = [0, 1, 2, 3].map((side) => boxes.map((box) => box[side]));
        return { ...place, page, bbox: [Math.min(...xs), Math.min(...ys), Math.max(...xe), Math.max(...ye)] };
      }
    }
    return place;
  }

  // Asked for once; where there was no answer, again the next time.
  wordsOf(page) {
    if (!this.known.has(page)) {
      const asked = this.askWords(page).catch(() => null);
      this.known.set(page, asked.then((words) => words ?? (this.known.delete(page), [])));
    }
    return this.known.get(page);
  }

  async askWords(page) {
    const state = document.getElementById("words-state");
    const slow = setTimeout(() => (state.textContent = this.texts.reading), 400);
    try {
      const { status, told } = await ask(`/documents/${this.number}/pages/${page}.json?of=${this.sha}`);
      return status === 200 ? told.words : null;
    } finally {
      clearTimeout(slow);
      state.textContent = "";
    }
  }

  async read(page) {
    const words = await this.wordsOf(page);
    if (page !== this.page || !this.text) return;
    this.words = words;
    this.drawWords();
    this.light();
  }

  drawWords() {
    const [width, height] = this.size;
    pen.font = "10px sans-serif";
    this.text.replaceChildren(
      ...this.words.flatMap(([text, [x0, y0, x1, y1]], n) => {
        const word = element("span", "", text);
        word.dataset.n = n;
        const high = Math.max(4, (y1 - y0) * 0.86);
        const natural = (pen.measureText(text).width * high) / 10 || 1;
        Object.assign(word.style, {
          left: `${(x0 / width) * 100}%`,
          top: `${(y0 / height) * 100}%`,
          fontSize: `calc(${high.toFixed(2)} * var(--pt))`,
          transform: `scaleX(${((x1 - x0) / natural).toFixed(3)})`,
        });
        return [word, " "];
      }),
    );
  }

  drawText({ blocks, why }) {
    this.size = this.picture = this.layer = this.text = null;
    this.words = [];
    this.frame = element("div", "text-page");
    if (why) this.frame.append(element("div", "note", why));
    for (const block of blocks) {
      if (typeof block === "string") this.frame.append(element("p", "", block));
      else {
        const table = element("table");
        for (const row of block) {
          const line = element("tr");
          line.append(...row.map((cell) => element("td", "", cell)));
          table.append(line);
        }
        this.frame.append(table);
      }
    }
    this.paper.replaceChildren(this.frame);
    this.light();
  }

  fit() {
    if (!this.picture) return;
    const [width, height] = this.turned % 180 ? [this.size[1], this.size[0]] : this.size;
    const room = this.paper.clientWidth - 24;
    const across = Math.max(200, room * this.zoom);
    const point = across / width;
    this.frame.style.setProperty("--pt", `${point}px`);
    this.frame.style.width = `${this.size[0] * point}px`;
    this.frame.style.height = `${this.size[1] * point}px`;
    const shift = this.turned % 180 ? ((this.size[1] - this.size[0]) * point) / 2 : 0;
    this.frame.style.transform = this.turned ? `translate(${shift}px, ${-shift}px) rotate(${this.turned}deg)` : "";
    this.frame.style.marginBottom = this.turned % 180 ? `${(height - this.size[1]) * point}px` : "";
    const wanted = this.size[0] * point * devicePixelRatio;
    const source = `/documents/${this.number}/pages/${this.page}.jpg?width=${[800, 1200, 1800, 2600].find((w) => w >= wanted * 0.9) || 2600}&of=${this.sha}`;
    if (this.picture.getAttribute("src") !== source) this.picture.src = source;
    document.getElementById("zoom").textContent = `${Math.round(this.zoom * 100)}%`;
  }

  zoomBy(step) {
    const at = STEPS.findIndex((z) => z >= this.zoom - 0.01);
    this.zoom = step === 0 ? 1 : STEPS[Math.max(0, Math.min(STEPS.length - 1, at + step))];
    this.fit();
    this.light();
  }

  turn() {
    this.turned = (this.turned + 90) % 360;
    this.fit();
  }

  // Light these places: softly the record's own, strongly those of one field, and in them the words `find`.
  async shine(places, strong = null, find = []) {
    const wanted = (this.lit = { places, strong, find });
    if (this.flows) {
      await (this.page ? this.drawn : this.show(1))?.catch(() => {});
      if (this.lit !== wanted) return; // another field was chosen meanwhile
      if (!this.printed) return this.light(true);
      const found = await Promise.all(places.map((place) => this.located(place)));
      if (this.lit !== wanted) return;
      places = found;
      this.lit = { places, strong, find };
    }
    const first = strong ? places[strong[0]] : places[0];
    if (first && first.page !== this.page) {
      try {
        await this.show(first.page);
      } catch {
        return;
      }
    }
    this.light(true);
  }

  light(follow = false) {
    if (!this.frame) return;
    if (!this.layer) return this.lightText();
    const { places, strong, find } = this.lit;
    const [width, height] = this.size;
    const boxes = [];
    places.forEach((place, n) => {
      if (place.page !== this.page || !place.bbox) return;
      const chosen = strong === null || strong.includes(n);
      const exact = strong !== null && chosen ? this.exact(place.bbox, find) : [];
      boxes.push({ box: place.bbox, kind: strong === null ? "lit" : chosen && !exact.length ? "lit strong" : "lit soft" });
      boxes.push(...exact.map((box) => ({ box, kind: "lit strong" })));
    });
    this.layer.replaceChildren(
      ...boxes.map(({ box: [x0, y0, x1, y1], kind }) => {
        const made = element("div", kind);
        Object.assign(made.style, {
          left: `${((x0 - 1.5) / width) * 100}%`,
          top: `${((y0 - 1) / height) * 100}%`,
          width: `${((x1 - x0 + 3) / width) * 100}%`,
          height: `${((y1 - y0 + 2) / height) * 100}%`,
        });
        return made;
      }),
    );
    if (follow) this.follow(this.layer.querySelector(".strong") || this.layer.firstElementChild);
  }

  follow(target) {
    if (!target) return;
    const place = target.getBoundingClientRect();
    const view = this.paper.getBoundingClientRect();
    if (place.top < view.top + 24 || place.bottom > view.bottom - 24) {
      this.paper.scrollTop += place.top - view.top - view.height / 3;
    }
    if (place.left < view.left || place.right > view.right) this.paper.scrollLeft += place.left - view.left - 40;
  }

  // The boxes, a line each, of the words of `find` inside a place.
  exact([x0, y0, x1, y1], find) {
    if (!this.words?.length) return [];
    const inside = this.words.filter(([, [a, b, c, d]]) => {
      const x = (a + c) / 2, y = (b + d) / 2;
      return x >= x0 - 2 && x <= x1 + 2 && y >= y0 - 2 && y <= y1 + 2;
    });
    const plain = inside.map(([text]) => bare(text));
    const found = [];
    for (const phrase of find) {
      const wanted = phrase.split(/\s+/).map(bare).filter(Boolean);
      if (!wanted.length) continue;
      for (let n = 0; n + wanted.length <= plain.length; n++) {
        if (wanted.every((word, k) => plain[n + k] === word)) {
          found.push(...lines(inside.slice(n, n + wanted.length).map(([, box]) => box)));
          break;
        }
      }
    }
    return found;
  }

  lightText() {
    const { places, strong, find } = this.lit;
    const paragraphs = [...this.frame.querySelectorAll("p, td")];
    paragraphs.forEach((p) => p.classList.remove("lit-text"));
    const ranges = { "lit-soft": [], "lit-strong": [] };
    let first = null;
    let near = null; // where the record's own words stand: other words of it stand there or above
    places.forEach((place, n) => {
      const chosen = strong === null || strong.includes(n);
      const holding = paragraphs.flatMap((p, at) => (rangeOf(p, place.text) ? [at] : []));
      if (!holding.length) return;
      near ??= holding[0];
      const at = holding.filter((one) => one <= near).at(-1) ?? holding[0];
      const p = paragraphs[at];
      if (chosen) first ??= p;
      p.classList.add("lit-text");
      const exact = strong !== null && chosen ? find.map((words) => rangeOf(p, words)).filter(Boolean) : [];
      ranges[chosen && !exact.length ? "lit-strong" : "lit-soft"].push(rangeOf(p, place.text));
      ranges["lit-strong"].push(...exact);
    });
    if (globalThis.CSS?.highlights) {
      for (const [name, found] of Object.entries(ranges)) CSS.highlights.set(name, new Highlight(...found));
    }
    first?.scrollIntoView({ block: "nearest" });
  }

  // What the reader chose on the page: its words, and the box around them; null where nothing is chosen.
  chosen() {
    const selection = getSelection();
    if (selection.isCollapsed || !this.paper.contains(selection.anchorNode)) return null;
    const range = selection.getRangeAt(0);
    if (!this.text) {
      const text = selection.toString().trim();
      return text ? { text, page: this.page, bbox: null, at: range.getBoundingClientRect() } : null;
    }
    const words = [...this.text.children].filter((word) => range.intersectsNode(word) && within(range, word));
    if (!words.length) return null;
    const own = words.map((word) => this.words[word.dataset.n]);
    const xs = own.map(([, b]) => b);
    if (this.printed) return { text: own.map(([text]) => text).join(" "), page: 1, bbox: null, at: range.getBoundingClientRect() };
    return {
      text: own.map(([text]) => text).join(" "),
      page: this.page,
      bbox: [Math.min(...xs.map((b) => b[0])), Math.min(...xs.map((b) => b[1])), Math.max(...xs.map((b) => b[2])), Math.max(...xs.map((b) => b[3]))],
      at: range.getBoundingClientRect(),
    };
  }

  // Choosing words by keyboard: the first lit word, then arrows; with Shift the choice grows.
  beginChoice() {
    if (!this.text) return this.paper.focus();
    const lit = this.layer.querySelector(".strong, .lit")?.getBoundingClientRect();
    const words = [...this.text.children];
    const first = lit && words.find((w) => {
      const r = w.getBoundingClientRect();
      return r.left >= lit.left - 4 && r.top >= lit.top - 6 && r.top <= lit.bottom;
    });
    this.choice = { from: words.indexOf(first ?? words[0]), to: words.indexOf(first ?? words[0]) };
    this.paper.focus();
    this.drawChoice();
  }

  moveChoice(step, extend) {
    const last = this.text.children.length - 1;
    this.choice.to = Math.max(0, Math.min(last, this.choice.to + step));
    if (!extend) this.choice.from = this.choice.to;
    this.drawChoice();
  }

  drawChoice() {
    const [a, b] = [this.choice.from, this.choice.to].sort((x, y) => x - y);
    const words = this.text.children;
    const range = document.createRange();
    range.setStart(words[a].firstChild, 0);
    range.setEnd(words[b].firstChild, words[b].textContent.length);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    this.follow(words[this.choice.to]);
  }

  endChoice() {
    this.choice = null;
    getSelection().removeAllRanges();
  }
}

function within(range, word) {
  if (range.startContainer === word.firstChild && range.startOffset >= word.textContent.length) return false;
  return !(range.endContainer === word.firstChild && range.endOffset === 0);
}

function lines(boxes) {
  const made = [];
  for (const box of boxes) {
    const last = made.at(-1);
    if (last && Math.abs(last[1] - box[1]) < (box[3] - box[1]) * 0.6) {
      made[made.length - 1] = [Math.min(last[0], box[0]), Math.min(last[1], box[1]), Math.max(last[2], box[2]), Math.max(last[3], box[3])];
    } else made.push([...box]);
  }
  return made;
}

export function bare(text) {
  return text.normalize("NFC").toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}%]+$/gu, "");
}

// The range of a phrase inside a paragraph, blanks and case aside.
function rangeOf(p, phrase) {
  const node = p.firstChild;
  if (!node || !phrase) return null;
  const pattern = phrase.trim().split(/\s+/).map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
  const found = new RegExp(pattern, "iu").exec(node.data);
  if (!found) return null;
  const range = document.createRange();
  range.setStart(node, found.index);
  range.setEnd(node, found.index + found[0].length);
  return range;
}

export function element(name, className = "", text = null) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== null) made.textContent = text;
  return made;
}
