"""`warta models`: list, show and manage models."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context, Exit, Option, Typer

from translate.cli.choices import Debug, catalogue_names, language_names, model_names
from translate.cli.fields import with_options
from translate.cli.progress import download_bar
from translate.cli.show import is_installed, languages_of, licence_of, print_json, print_table, size_of
from translate.cli.stderr import complain, note
from translate.errors import Interrupted, ModelNotInstalled, UsageError
from translate.models.catalogue import BUNDLED, ENTRIES, PREFERENCE, CatalogueEntry, find, get

if TYPE_CHECKING:
    from translate.models.hub import ModelRecord

app = Typer(help="List, show, download, verify, pack and remove models.", invoke_without_command=True)

PICKLE_HELP = "If there are only .bin weights, take them: read once without running code, and kept as safetensors."

NAMES_HELP = "A name from `warta models`, a hub id (org/name), or first+second for the two of a pivot."

Name = Annotated[
    str,
    Argument(metavar="MODEL", help="A name from `warta models`.", show_default=False, autocompletion=catalogue_names),
]
Names = Annotated[str, Argument(metavar="MODEL", help=NAMES_HELP, show_default=False, autocompletion=catalogue_names)]
Json = Annotated[bool, Option("--json", help="Write the list as JSON.")]


@app.callback()
def models(context: Context, as_json: Json = False) -> None:
    """List, show, download, verify, pack and remove models; without a command, list them."""
    if context.invoked_subcommand is None:
        list_models(as_json=as_json)


@app.command("list")
def list_models(as_json: Json = False) -> None:
    """List the models that Warta knows: what they do, whether they are installed, size, licence."""
    rows = [("MODEL", "DOES", "LANGUAGES", "INSTALLED", "SIZE", "LICENCE")]
    for entry in ENTRIES:
        installed = "yes" if is_installed(entry) else "no"
        rows.append((entry.name, entry.kind, languages_of(entry), installed, size_of(entry), licence_of(entry)))
    for record in _uncatalogued():
        rows.append((record.id, "", "", "yes", f"{record.size / 1e6:.0f} MB", record.licence))
    print_table(rows, as_json=as_json)


@app.command("show")
def show(
    name: Annotated[
        str,
        Argument(
            metavar="MODEL", help="A name from `warta models`, or auto.", show_default=False, autocompletion=model_names
        ),
    ],
    to: Annotated[
        str, Option("--to", metavar="LANGUAGE", help="For auto: the target language.", autocompletion=language_names)
    ] = "en",
    as_json: Annotated[bool, Option("--json", help="Write it as JSON.")] = False,
    debug: Debug = False,
) -> None:
    """Show a model's origin, languages, licence and measured quality; for auto, which model it takes and why."""
    if name == "auto":
        return _show_auto(to, as_json=as_json)
    record = next((record for record in _uncatalogued() if record.id == name), None)
    rows = _about_uncatalogued(record) if record else _about(get(name))
    about = {key: with_options(value) for key, value in rows if value}
    if as_json:
        return print_json(about)
    for key, value in about.items():
        print(f"{key + ':':<11}{value}")


def _about(entry: CatalogueEntry) -> list[tuple[str, str]]:
    """Return the catalogue entry of a model, and whether it is installed."""
    return [
        ("model", entry.name),
        ("origin", entry.id or "comes with Warta"),
        ("family", entry.family),
        ("does", entry.kind),
        ("languages", languages_of(entry)),
        ("installed", _where(entry)),
        ("revision", _revision(entry)),
        ("size", size_of(entry)),
        ("licence", licence_of(entry)),
        ("quality", entry.quality),
        ("notes", entry.notes),
    ]


def _about_uncatalogued(record: ModelRecord) -> list[tuple[str, str]]:
    """Return the record of a pulled model that is not in the catalogue."""
    from translate.models.hub import cached

    folder = cached(record.id, record.revision)
    installed = f"yes, in {folder}" if folder else f"not complete any more: warta models pull {record.id}"
    return [
        ("model", record.id),
        ("installed", installed),
        ("revision", record.revision),
        ("size", f"{record.size / 1e6:.0f} MB"),
        ("licence", record.licence),
    ]


def _where(entry: CatalogueEntry) -> str:
    from translate.models import hub

    folder = hub.installed(entry)
    if folder:
        return f"yes, in {folder}"
    return f"no: warta models pull {entry.name}" if entry.id else f"no. {hub.how_to_pull(entry.name)}"


def _revision(entry: CatalogueEntry) -> str:
    from translate.models import hub

    folder = hub.installed(entry)
    # The folder in the cache of huggingface_hub is named by its commit.
    return folder.name if folder and entry.family != "firefox" else ""


def _show_auto(to: str, *, as_json: bool) -> None:
    """Print the model of `auto`, and each better candidate with the command that installs it."""
    if ("id", to) not in PREFERENCE:
        raise UsageError(f"--to {to}: auto chooses for {' and '.join(t for s, t in PREFERENCE if s == 'id')} only.")
    from translate.models.naming import best_installed

    best = best_installed("id", to)
    chosen, why = best or BUNDLED["id", to], _why(best, to)
    names = takewhile(lambda name: name != best, PREFERENCE["id", to])
    better = [(name, _licences(name), _missing(name)) for name in names]
    if as_json:
        found = [{"model": name, "licence": licence, "missing": missing} for name, licence, missing in better]
        print_json({"model": chosen, "languages": f"id-{to}", "why": why, "better": found})
        return
    print(f"auto takes {chosen} for id-{to}: {why}")
    for name, licence, missing in better:
        state = f"not installed: warta models pull {'+'.join(missing)}" if missing else "installed, but a pickle"
        print(f"better: {name}, licence {licence}, {state}")


def _licences(name: str) -> str:
    """Return the licences of a model, or of both models of a pivot."""
    return " and ".join(dict.fromkeys(licence_of(get(part)) for part in name.split("+")))


def _missing(name: str) -> list[str]:
    """Return the models of a name that are not installed."""
    return [part for part in name.split("+") if not is_installed(get(part))]


def _why(best: str | None, to: str) -> str:
    if best is None:
        return "no model that was pulled translates this pair, so it takes what comes with Warta."
    if best == PREFERENCE["id", to][0]:
        return "it is the first choice."
    return "it is the first of the preferred models that is installed."


@app.command("pull")
def pull(
    name: Names,
    revision: Annotated[str | None, Option("--revision", metavar="COMMIT", help="Commit, branch or tag.")] = None,
    allow_pickle: Annotated[bool, Option("--allow-pickle", help=PICKLE_HELP)] = False,
    debug: Debug = False,
) -> None:
    """Download a model; its licence is shown first. HF_ENDPOINT, HF_TOKEN and proxies are used if they are set."""
    for part in _parts(name):
        entry = find(part)
        if entry is not None:
            note(f"{entry.name}: licence {licence_of(entry)}, {size_of(entry)}.")
            if entry.non_commercial:
                note(f"{entry.name}: its output is not for commercial use.")
        fetch(part, revision, allow_pickle=allow_pickle)


def fetch(part: str, revision: str | None = None, *, allow_pickle: bool = False) -> None:
    """Download one model with a progress bar, and print its folder."""
    from translate.models import hub

    try:
        with download_bar(part) as progress:
            folder = hub.pull(part, revision, allow_pickle=allow_pickle, progress=progress, on_note=note)
    except KeyboardInterrupt:
        raise Interrupted(f"interrupted; {part} is not complete. The same command resumes the download.") from None
    note(f"{part} is installed in {folder}.")


@app.command("verify")
def verify(
    name: Annotated[
        str | None,
        Argument(
            metavar="MODEL",
            help="The model to verify; by default all.",
            show_default=False,
            autocompletion=catalogue_names,
        ),
    ] = None,
    debug: Debug = False,
) -> None:
    """Compare the files of models with the SHA-256 of their download; exit code 1 if one differs."""
    from translate.models import hub

    parts = _pulled() if name is None else _parts(name)
    if not parts:
        note("no model was pulled, so there is nothing to verify.")
    broken = False
    for part in parts:
        checked = hub.verify(part)
        for clause in checked.damage:
            complain(f"{part}: {clause}")
        if checked.damage:
            broken = True
            complain(f"{part} is damaged. Get it again: warta models pull {part}")
        else:
            print(f"{part}: {checked.files} files as they were pulled")
    if broken:
        raise Exit(1)


@app.command("remove")
def remove(name: Names, debug: Debug = False) -> None:
    """Remove models that were pulled or unpacked, with their conversions, and show the space that this frees."""
    for part in _parts(name):
        note(f"{part} removed; {_removed(part) / 1e6:.1f} MB freed.")


def _removed(part: str) -> int:
    """Remove a model and its conversions for CTranslate2, or only these; return the bytes freed."""
    from translate.models import hub
    from translate.models.ctranslate2.conversion import remove_made_of

    entry = find(part)
    names = (entry.name, entry.id) if entry else (part,)
    try:
        freed = hub.remove(part)
    except ModelNotInstalled:
        if converted := remove_made_of(names):
            return converted
        raise
    return freed + remove_made_of(names)


@app.command("pack")
def pack(
    name: Name,
    archive: Annotated[Path, Argument(metavar="FILE.tar", help="The archive to write.", show_default=False)],
    debug: Debug = False,
) -> None:
    """Write a model to one file, to copy it to a machine without a network."""
    from translate.models import hub

    if len(parts := _parts(name)) > 1:
        raise UsageError(f"An archive holds one model. Pack {' and '.join(parts)} each into a file of its own.")
    record = hub.pack(name, archive)
    size = f"{record.size / 1e6:.1f} MB"
    note(f"{name} ({size}, licence {record.licence}) is in {archive}. There: warta models unpack {archive.name}")


@app.command("unpack")
def unpack(
    archive: Annotated[Path, Argument(metavar="FILE.tar", help="An archive of `pack`.", show_default=False)],
    debug: Debug = False,
) -> None:
    """Install a model from a packed file; every file is verified, and no network is used."""
    from translate.models import hub

    record = hub.unpack(archive)
    entry = find(record.id)
    name = entry.name if entry else record.id
    note(f"{name} is installed: --model {name}. Licence: {licence_of(entry) if entry else record.licence}.")


def _parts(name: str) -> list[str]:
    """Return the models of a name, two for a pivot; each is in the catalogue or a hub id."""
    parts = name.split("+")
    for part in parts:
        if "/" not in part:
            get(part)
    return parts


def _pulled() -> list[str]:
    """Return the names of all models that Warta pulled or unpacked."""
    from translate.models import hub

    ids = dict.fromkeys(record.id for record in hub.records())
    names = [entry.name for entry in ENTRIES if entry.id in ids or _is_from_mozilla(entry)]
    return names + [record.id for record in _uncatalogued()]


def _is_from_mozilla(entry: CatalogueEntry) -> bool:
    return bool(entry.id) and entry.family == "firefox" and is_installed(entry)


def _uncatalogued() -> list[ModelRecord]:
    """Return the newest record of each pulled model that is not in the catalogue."""
    from translate.models import hub

    newest = {record.id: record for record in reversed(hub.records()) if find(record.id) is None}
    return list(newest.values())
