// The page: asks the JSON API (docs/serve.md) and shows what it answers. All HTML of articles comes escaped from the server.

import { LANGUAGES, WORDS } from "./words.js";

const $ = (id) => document.getElementById(id);
const view = { about: null, job: null, events: null, file: null, over: true, corrected: new Set(), translated: new Set() };
const kept = (name, otherwise) => JSON.parse(localStorage.getItem(`warta-${name}`) ?? "null") ?? otherwise;
const keep = (name, value) => localStorage.setItem(`warta-${name}`, JSON.stringify(value));

// Words: data-say names the text of an element, data-say-label, -placeholder and -title those of its attributes.

const languages = [kept("language"), ...navigator.languages.map((one) => one.split("-")[0].replace(/^in$/, "id")), "en"];
let language = languages.find((one) => one in LANGUAGES);
const ATTRIBUTES = { sayLabel: "aria-label", sayPlaceholder: "placeholder", sayTitle: "title" };

function template(key, values) {
  const [one, many = one] = WORDS[key][language].split("|");
  return values[0] === 1 ? one : many;
}

const filled = (text, values) => text.replace(/\{(\d)\}/g, (_, index) => values[index].toLocaleString(language));
const say = (key, ...values) => filled(template(key, values), values);

function put(element, key, ...values) {
  element.dataset.say = key;
  element.dataset.values = JSON.stringify(values);
  element.replaceChildren(...template(key, values).split(/\[(.+?)\]/).map((part, index) =>
    index % 2 ? Object.assign(document.createElement("kbd"), { textContent: part }) : filled(part, values)));
  return element;
}

const made = (name, key, ...values) => put(document.createElement(name), key, ...values);
const clear = (element) => { delete element.dataset.say; element.replaceChildren(); };

function localise(root) {
  const all = [...root.querySelectorAll("*")];
  for (const element of all.filter((one) => one.dataset.say)) put(element, element.dataset.say, ...JSON.parse(element.dataset.values ?? "[]"));
  for (const [field, attribute] of Object.entries(ATTRIBUTES)) {
    for (const element of all.filter((one) => one.dataset[field])) element.setAttribute(attribute, say(element.dataset[field]));
  }
  return root;
}

function speak(chosen) {
  language = chosen;
  document.documentElement.lang = language;
  localise(document);
  if (!view.about) return;
  showTargets();
  showTerms();
  showSize();
  if (view.state) setState(view.state);
}

// What the server says of an error is English. For many kinds the page has a whole line in its own language; for the
// others it puts a short one before the server's.
function explained({ message, kind }) {
  if (WORDS[`error-${kind}`]?.en) return say(`error-${kind}`);
  const line = message.replace(/ Use `any_language`.*/, ""); // the button is beside it
  const said = kind && kind !== "Silence" && say(`error-${kind}` in WORDS ? `error-${kind}` : "error-other");
  return said ? `${said} (${line})` : line;
}

class Problem extends Error {
  constructor(message, kind) { super(message); this.kind = kind; }
}

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Problem(say("no-answer"), "Silence");
  }
  const made = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(made.error ?? say("answered", answer.status), made.kind);
  return made;
}

const post = (path, fields = {}) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(fields) });

function complain(problem) {
  $("problem").hidden = !problem;
  $("problem-text").textContent = problem ? explained(problem) : "";
  $("anyway").hidden = problem?.kind !== "WrongLanguage";
  if (problem) $("problem").scrollIntoView({ block: "nearest" });
}

// What can be chosen

const target = () => document.querySelector("#targets input:checked")?.value ?? "en";
const targetNames = { en: "English", ja: "日本語" };

function showTargets() {
  const chosen = kept("target", "en");
  $("targets").replaceChildren(...view.about.targets.map(({ code, name }) => {
    const label = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type: "radio", name: "target", value: code, checked: code === chosen });
    const shown = Object.assign(document.createElement("span"), { textContent: targetNames[code] ?? name, lang: code, title: name });
    label.append(input, shown);
    return label;
  }));
  if (!document.querySelector("#targets input:checked")) document.querySelector("#targets input").checked = true;
  showModels();
}

function showModels() {
  const { code, models } = view.about.targets.find((one) => one.code === target());
  const chosen = kept(`model-${code}`, models[0].name);
  $("model").replaceChildren(...models.map((model) => new Option(model.name, model.name, false, model.name === chosen)));
  put($("term-target-name"), `to-${code}`);
  $("term-said").lang = code;
  showGrade();
}

function showGrade() {
  const { models } = view.about.targets.find((one) => one.code === target());
  const model = models.find((one) => one.name === $("model").value) ?? models[0];
  const rows = [["grade", model.quality], ["licence", model.licence], ["note", model.notes]];
  $("about-model").replaceChildren(...rows.filter(([, said]) => said).map(([name, said]) => {
    const row = document.createElement("div");
    const value = Object.assign(document.createElement("dd"), { textContent: said, lang: "en" });
    const warning = { grade: model.draft && "draft", licence: model.non_commercial && "non-commercial" }[name];
    if (warning) value.append(" ", Object.assign(made("strong", warning), { lang: language }));
    row.append(made("dt", name), value);
    return row;
  }));
}

function choose(file) {
  view.file = file;
  $("chosen").hidden = !file;
  $("formats").hidden = !!file;
  $("chosen-name").textContent = file ? `${file.name} (${Math.ceil(file.size / 1000)} kB)` : "";
  if (!file) $("file").value = "";
}

// From an article to its translation

async function translate(anyLanguage = false) {
  complain(null);
  const fields = { to: target(), model: $("model").value, any_language: anyLanguage, terms: termsFor(target()) };
  $("go").disabled = true;
  try {
    let job;
    if (view.file) {
      if (view.file.size > view.about.most_bytes) throw new Problem(say("too-large", view.file.name, view.about.most_bytes / 1e6));
      const query = new URLSearchParams({ ...fields, terms: JSON.stringify(fields.terms), name: view.file.name });
      job = await ask(`/api/jobs?${query}`, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: view.file });
    } else {
      job = await post("/api/jobs", { ...fields, text: $("article-text").value });
    }
    follow(job.id);
  } catch (problem) {
    complain(problem);
  } finally {
    $("go").disabled = false;
  }
}

function follow(id) {
  view.events?.close();
  view.job = id;
  history.replaceState(null, "", `?job=${id}`);
  show("result");
  const events = view.events = new EventSource(`/api/jobs/${id}/events`);
  events.addEventListener("article", ({ data }) => setArticle(JSON.parse(data)));
  events.addEventListener("rows", ({ data }) => setRows(JSON.parse(data)));
  events.addEventListener("state", ({ data }) => {
    const state = JSON.parse(data);
    complain(null);
    setState(state);
    if (view.over) events.close();
  });
  events.onerror = async () => {
    if (events !== view.events || view.over) return;
    put($("status"), "again");
    if (events.readyState === EventSource.CLOSED) await ask(`/api/jobs/${id}`).then(() => setTimeout(() => follow(id), 2000), lost);
  };
}

function lost(problem) {
  if (problem.kind === "Silence") return setTimeout(() => follow(view.job), 2000);
  compose();
  complain(problem);
}

function show(name) {
  document.body.dataset.view = name;
  for (const id of ["result", "new"]) $(id).hidden = name !== "result";
  if (name === "compose") for (const id of ["save", "stop", "go-on", "progress"]) $(id).hidden = true;
}

function compose() {
  view.events?.close();
  Object.assign(view, { events: null, job: null, state: null, over: true });
  history.replaceState(null, "", "/");
  clear($("status"));
  $("result").replaceChildren();
  document.title = "Warta";
  show("compose");
  $("article-text").focus();
}

function setState(state) {
  view.state = state;
  const radio = document.querySelector(`#targets input[value="${state.to}"]`);
  if (radio && !radio.checked) { radio.checked = true; showModels(); showTerms(); }
  view.over = ["done", "stopped", "failed"].includes(state.state);
  const doubts = $("result").querySelectorAll("mark.seg");
  const marks = doubts.length;
  const { state: name, done, total } = state;
  const said = {
    waiting: () => (state.place ? ["before", state.place] : ["next"]),
    loading: () => ["loading", state.model],
    running: () => ["running", total, done],
    done: () => [marks ? "sentences" : "no-doubts", total],
    stopped: () => [state.stop_asked ? "stopped" : "took-too-long", total, done],
    failed: () => ["failed"],
  }[name]();
  const status = document.createElement("span");
  put(status, ...said);
  if (name === "done" && marks) status.append(Object.assign(made("a", "doubts", marks), { href: `#${doubts[0].id}` }));
  if ($("status").innerHTML !== status.outerHTML) $("status").replaceChildren(status); // said aloud only when it changes
  $("progress").hidden = view.over;
  $("progress").value = state.total ? state.done / state.total : 0;
  $("stop").hidden = view.over;
  $("go-on").hidden = !["stopped", "failed"].includes(state.state);
  $("save").hidden = state.state !== "done";
  for (const link of $("save").querySelectorAll("a")) link.href = `/api/jobs/${view.job}/file?format=${link.dataset.format}`;
  if (state.state === "failed") complain(new Problem(state.reason, "other"));
  if (view.over) useTerms();
}

function piece(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

function setArticle({ html, language, ...marks }) {
  const editor = $("result").querySelector(".editor");
  editor?.remove();
  $("result").lang = language;
  $("result").replaceChildren(piece(html));
  document.title = `${$("result").querySelector("h1")?.firstChild?.textContent ?? say("untitled")} · Warta`;
  decorate($("result"), marks);
  if ($("result").querySelector("footer")) $("result").querySelector(".article > h2").after(localise($("keys").content.cloneNode(true)));
  if (editor) $(`s${editor.dataset.n}`)?.closest(".row").after(editor);
}

function setRows({ rows, ...marks }) {
  const old = $("result").querySelectorAll(".article > .row:not(.heads)");
  for (const [number, html] of Object.entries(rows)) {
    const made = piece(html).firstElementChild;
    for (const sentence of made.querySelectorAll(".seg")) {
      if (old[number].querySelector(`#${sentence.id}.pending`)) sentence.classList.add("fresh");
    }
    old[number].replaceWith(made);
  }
  decorate($("result"), marks);
}

// Which sentences wait, can be corrected, and were; one of them can be reached with the Tab key, the others from there.
function decorate(root, { translated, corrected }) {
  view.translated = new Set(translated);
  view.corrected = new Set(corrected);
  const sentences = [...root.querySelectorAll(".target .seg")];
  for (const sentence of sentences) {
    const number = Number(sentence.dataset.n);
    const waits = sentence.classList.contains("empty") && !view.translated.has(number);
    if (waits && !sentence.classList.contains("pending")) {
      sentence.classList.add("pending");
      sentence.textContent = $(`o${number}`).textContent;
      sentence.ariaHidden = "true";
    }
    sentence.classList.toggle("can", view.translated.has(number));
    sentence.classList.toggle("yours", view.corrected.has(number));
    if (view.corrected.has(number)) sentence.title = say(sentence.dataset.sayTitle = "yours");
    if (view.translated.has(number)) sentence.tabIndex = -1;
  }
  const first = sentences.find((sentence) => sentence.classList.contains("can"));
  if (first) first.tabIndex = 0;
}

// Corrections

function edit(sentence) {
  const open = $("result").querySelector(".editor");
  if (open?.dataset.n === sentence.dataset.n) return open.querySelector("textarea").focus();
  if (open && isChanged(open)) return save(open).then((saved) => saved && edit($(`s${sentence.dataset.n}`)));
  open?.remove();
  if (!view.over) return;
  const form = localise($("editor").content.cloneNode(true)).firstElementChild;
  const number = Number(sentence.dataset.n);
  const text = form.querySelector("textarea");
  form.dataset.n = number;
  put(form.querySelector(".where"), "sentence", number);
  form.querySelector(".original").textContent = $(`o${number}`).textContent;
  form.querySelector(".back").hidden = !view.corrected.has(number);
  text.lang = sentence.closest("[lang]").lang;
  text.value = text.defaultValue = sentence.classList.contains("empty") ? "" : sentence.textContent;
  explain(form, sentence);
  form.addEventListener("submit", (event) => { event.preventDefault(); save(form); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(form);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); save(form); }
    event.stopPropagation();
  });
  form.querySelector(".cancel").addEventListener("click", () => close(form));
  form.querySelector(".back").addEventListener("click", () => takeBack(form));
  form.querySelector(".term").addEventListener("click", () => openTerms(String(getSelection()).trim()));
  sentence.closest(".row").after(form);
  text.focus();
}

const isChanged = (form) => form.querySelector("textarea").value.trim() !== form.querySelector("textarea").defaultValue.trim();

// What the checks found, and what else was tried: both stand beside the sentence.
function explain(form, sentence) {
  const badge = sentence.nextElementSibling?.matches(".badge") ? sentence.nextElementSibling.querySelector("a") : null;
  const note = badge && $(badge.hash.slice(1));
  if (!note) return;
  const reasons = Object.assign(document.createElement("li"), { innerHTML: note.querySelector("p").innerHTML });
  form.querySelector(".reasons").replaceChildren(reasons);
  const said = new Set([form.querySelector("textarea").value]);
  for (const attempt of note.querySelectorAll("details li")) {
    const [how, text] = attempt.children;
    if (said.has(text.textContent) || !text.textContent.trim()) continue;
    said.add(text.textContent);
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.append(how.cloneNode(true), text.cloneNode(true));
    button.addEventListener("click", () => { form.querySelector("textarea").value = text.textContent; form.querySelector("textarea").focus(); });
    form.querySelector(".others").append(button);
  }
}

async function send(form, call) {
  const said = form.querySelector(".said");
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  put(said, "saving");
  try {
    const made = await call();
    close(form, false);
    if (made.state === "done") { setArticle(made); setState(made); } else follow(made.id);
    $(`s${form.dataset.n}`)?.focus();
    return true;
  } catch (problem) {
    put(said, "not-saved", explained(problem));
    return false;
  } finally {
    for (const button of form.querySelectorAll("button")) button.disabled = false;
  }
}

async function save(form) {
  const said = form.querySelector("textarea").value.trim();
  if (!said) { put(form.querySelector(".said"), "write-or-cancel"); return false; }
  if (!isChanged(form)) { close(form); return true; }
  return send(form, () => post(`/api/jobs/${view.job}/corrections`, { sentence: Number(form.dataset.n), translation: said }));
}

const takeBack = (form) => send(form, () => ask(`/api/jobs/${view.job}/corrections/${form.dataset.n}`, { method: "DELETE" }));

function close(form, focus = true) {
  form.remove();
  if (focus) $(`s${form.dataset.n}`)?.focus();
}

function move(sentence, step) {
  const all = [...$("result").querySelectorAll(".seg.can")];
  const next = all[all.indexOf(sentence) + step];
  if (!next) return;
  sentence.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

// Terms

let terms = kept("terms", []); // {target, source, said}
let termsChanged = false;
const termsFor = (code) => terms.filter((term) => term.target === code).map(({ source, said }) => ({ source, translation: said }));

function showTerms() {
  keep("terms", terms);
  const here = terms.filter((term) => term.target === target());
  $("terms-count").textContent = here.length || "";
  $("terms-list").replaceChildren(...here.map((term) => {
    const item = document.createElement("li");
    const said = term.said ? Object.assign(document.createElement("span"), { textContent: term.said, lang: term.target }) : made("i", "stays");
    const remove = Object.assign(made("button", "remove"), { type: "button", ariaLabel: say("remove-term", term.source) });
    remove.addEventListener("click", () => { terms = terms.filter((one) => one !== term); termsChanged = true; showTerms(); });
    item.append(Object.assign(document.createElement("span"), { textContent: term.source }), said, remove);
    return item;
  }));
}

function openTerms(source = "") {
  $("term-source").value = source;
  $("term-said").value = "";
  showTerms();
  $("terms").showModal();
  $(source ? "term-said" : "term-source").focus();
}

function addTerm() {
  const source = $("term-source").value.trim(), said = $("term-said").value.trim();
  if (!source) return;
  terms = terms.filter((term) => term.target !== target() || term.source !== source);
  terms.push({ target: target(), source, said });
  $("term-source").value = $("term-said").value = "";
  termsChanged = true;
  showTerms();
  $("term-source").focus();
}

async function useTerms() {
  showTerms();
  if (!termsChanged || !view.job || !view.over) return; // setState sees to it when the article is over
  termsChanged = false;
  view.over = false;
  try {
    follow((await post(`/api/jobs/${view.job}/terms`, { terms: termsFor(target()) })).id);
  } catch (problem) {
    view.over = true;
    complain(problem);
  }
}

// What a person does

$("compose").addEventListener("submit", (event) => { event.preventDefault(); translate(); });
$("compose").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); translate(); }
});
$("anyway").addEventListener("click", () => translate(true));
function showSize() {
  const { length } = $("article-text").value;
  length ? put($("size"), "characters", length) : clear($("size"));
}

$("article-text").addEventListener("input", () => { showSize(); if ($("article-text").value) choose(null); });
$("language").addEventListener("change", () => { keep("language", $("language").value); speak($("language").value); });
$("targets").addEventListener("change", () => { keep("target", target()); showModels(); showTerms(); });
$("model").addEventListener("change", () => { keep(`model-${target()}`, $("model").value); showGrade(); });
$("file").addEventListener("change", () => choose($("file").files[0] ?? null));
$("forget").addEventListener("click", () => choose(null));
$("new").addEventListener("click", compose);
$("stop").addEventListener("click", () => post(`/api/jobs/${view.job}/stop`).catch(complain));
$("go-on").addEventListener("click", () => post(`/api/jobs/${view.job}/go-on`).then(({ id }) => follow(id), complain));
$("open-terms").addEventListener("click", () => openTerms());
$("add-term").addEventListener("submit", (event) => { event.preventDefault(); addTerm(); });
$("terms-close").addEventListener("click", () => { addTerm(); $("terms").close(); });
$("terms").addEventListener("close", useTerms);

$("result").addEventListener("click", (event) => {
  const sentence = event.target.closest(".seg.can");
  if (sentence && !event.target.closest("a") && !String(getSelection())) edit(sentence);
});
$("result").addEventListener("keydown", (event) => {
  const sentence = event.target.closest(".seg.can");
  if (!sentence || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = { ArrowDown: () => move(sentence, 1), ArrowUp: () => move(sentence, -1), Enter: () => edit(sentence) }[event.key];
  if (act) { event.preventDefault(); act(); }
});

let depth = 0; // dragenter and dragleave come for every element on the way
const isFile = (event) => event.dataTransfer?.types.includes("Files");
const dragging = (by) => document.body.classList.toggle("dragging", (depth = by ? depth + by : 0) > 0);
addEventListener("dragenter", (event) => isFile(event) && dragging(1));
addEventListener("dragleave", (event) => isFile(event) && dragging(-1));
addEventListener("dragover", (event) => isFile(event) && event.preventDefault());
addEventListener("drop", (event) => {
  if (!isFile(event)) return;
  event.preventDefault();
  dragging(0);
  const { files } = event.dataTransfer;
  if (files.length > 1) return complain(new Problem(say("one-at-a-time")));
  if (view.job) compose();
  choose(files[0]);
  translate();
});
addEventListener("beforeunload", (event) => {
  const open = $("result").querySelector(".editor");
  if (open && isChanged(open)) event.preventDefault();
});

$("language").replaceChildren(...Object.entries(LANGUAGES).map(([code, name]) => Object.assign(new Option(name, code, false, code === language), { lang: code })));
speak(language);
view.about = await ask("/api/about").catch((problem) => complain(problem));
if (view.about) {
  $("memory").textContent = view.about.memory;
  showTargets();
  showTerms();
  const job = new URLSearchParams(location.search).get("job");
  if (job) await ask(`/api/jobs/${encodeURIComponent(job)}`).then(({ id }) => follow(id), lost);
}
document.body.dataset.ready = "yes";
