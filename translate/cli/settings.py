"""Defaults of options from `warta.toml` and the environment, in the order: option, variable, project file, user file.

A key is the name of an option, for every command that has it; a table named like a command is for that command:

    to = ["en", "ja"]
    memory = "~/warta.sqlite"

    [batch]
    format = ["html", "json"]
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from typer import Context, TyperException

from translate.cli.choices import looks_like_a_path
from translate.errors import UsageError
from translate.util.files import with_home
from translate.util.untrusted import toml_from
from translate.util.web import is_address

NAME = "warta.toml"
PREFIX = "WARTA_"
OTHER_VARIABLES = ("WARTA_CACHE", "WARTA_CONFIG", "WARTA_LLM_KEY")  # which are not options
# Commands whose options can be set; of `warta memory` only the memory.
COMMANDS = ("translate", "brief", "batch", "watch", "eval")
NOT_SET = {
    "allow_pickle": "it lets a model run code; give --allow-pickle each time",
    "debug": "give --debug when it is needed",
    "help": "it is no setting",
    "pull": "a model is got only when somebody asks for it; give --pull",
}
PATHS = ("glossary", "prompts", "memory")  # relative to the folder of the file that names them
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")

Options = Mapping[str, Mapping[str, Any]]  # parameters by command and name


@dataclass(frozen=True, slots=True)
class Setting:
    """A configured default of an option."""

    name: str  # of the option, as a field: do_not_translate
    value: Any  # text, texts or a bool, as on the command line
    origin: str  # "WARTA_TO", "warta.toml", "/home/ana/.config/warta/warta.toml"
    command: str = ""  # the only command it is for; empty for all

    @property
    def option(self) -> str:
        """The option with dashes."""
        return "--" + self.name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Settings:
    """The defaults of each command."""

    files: tuple[tuple[str, Path, bool], ...]  # ("user", path, whether it exists), in order
    by_command: Mapping[str, Mapping[str, Setting]]

    @property
    def default_map(self) -> dict[str, Any]:
        """The values for Typer, by command and name."""
        result: dict[str, Any] = {
            command: {name: setting.value for name, setting in found.items()}
            for command, found in self.by_command.items()
        }
        memory = result.pop("memory", {})
        if memory.get("memory", "off") != "off":
            result["memory"] = {command: memory for command in ("export", "import", "learn")}
        return result

    def origins(self, command: str | None, text: str, used: Container[str]) -> Iterator[str]:
        """Yield the origin of each configured option in a message; `used` are those not from the command line."""
        for setting in self.by_command.get(command or "", {}).values():
            named = re.search(rf"{setting.option}(?![\w-])", text) or f"'{setting.value}'" in text
            if setting.name in used and named:
                yield f"{setting.option} comes from {setting.origin}."


def load_settings(find_options: Callable[[], Options]) -> Settings:
    """Return the settings of the user, of the working folder and of the environment.

    The options are looked up only if something is set, since this loads every command.

    Raises:
        UsageError: a file cannot be read, or it or a variable has an unknown key or a bad value.
    """
    files = (("user", user_file()), ("project", Path(NAME)))
    present = tuple((kind, path, path.is_file()) for kind, path in files)
    if not any(exists for *_, exists in present) and not any(_may_be_ours(name) for name in os.environ):
        return Settings(present, {})
    options = find_options()
    sources = [list(_of_variables(options))]
    for _, path in reversed(files):
        in_file = list(_of_file(path, options))
        sources += [[item for item in in_file if item.command], [item for item in in_file if not item.command]]
    by_command: dict[str, dict[str, Setting]] = {}
    for command, parameters in options.items():
        for settings in sources:
            for item in settings:
                if (
                    item.command in ("", command)
                    and item.name in parameters
                    and _fits(parameters[item.name], item.value)
                ):
                    by_command.setdefault(command, {}).setdefault(item.name, item)
    return Settings(present, by_command)


def user_file() -> Path:
    """Return the file of the user's own settings; the variable WARTA_CONFIG names another."""
    if chosen := os.environ.get("WARTA_CONFIG"):
        return with_home(chosen)
    import platformdirs

    return Path(platformdirs.user_config_dir("warta", appauthor=False)) / NAME


def options_of(load: Callable[[str], Any]) -> Options:
    """Return the options that can be set, by command and name; `load` returns a command by its name."""
    result = {
        command: {p.name: p for p in load(command).params if p.param_type_name == "option" and p.name != "help"}
        for command in COMMANDS
    }
    learn = load("memory").commands["learn"]
    return result | {"memory": {p.name: p for p in learn.params if p.name == "memory"}}


def _may_be_ours(variable: str) -> bool:
    return variable.startswith(PREFIX) and variable not in OTHER_VARIABLES


def _of_variables(options: Options) -> Iterator[Setting]:
    known = {f"{PREFIX}{name.upper()}": name for name in _names(options) if name not in NOT_SET}
    for variable, text in os.environ.items():
        if not text or not _may_be_ours(variable):
            continue
        if variable not in known:
            names = [key.removeprefix(PREFIX) for key in (*known, *OTHER_VARIABLES)]
            if near := get_close_matches(variable.removeprefix(PREFIX), names, n=1, cutoff=0.8):
                raise UsageError(f"The variable {variable} is no setting of Warta. Did you mean {PREFIX}{near[0]}?")
            continue  # of another program
        yield _setting(known[variable], text, variable, options, command="", folder=Path())


def _of_file(path: Path, options: Options) -> Iterator[Setting]:
    origin = NAME if path == Path(NAME) else str(path)
    for key, value in _read(path, origin).items():
        if key in options and isinstance(value, dict):
            for name, item in value.items():
                yield _setting(_known(name, origin, {key: options[key]}), item, origin, options, key, path.parent)
        else:
            yield _setting(_known(key, origin, options), value, origin, options, "", path.parent)


def _read(path: Path, origin: str) -> dict[str, Any]:
    try:
        return toml_from(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(f"{origin} cannot be read: {error.strerror or error}. Check its rights.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{origin} is not UTF-8 at byte {error.start}. Save it as UTF-8.") from error
    except ValueError as error:
        raise UsageError(f"{origin} is not TOML: {error}. Correct it there.") from error


def _names(options: Options) -> set[str]:
    return {name for parameters in options.values() for name in parameters}


def _known(key: str, origin: str, options: Options) -> str:
    """Return the option of a key.

    Raises:
        UsageError: there is no such option, or it cannot be set.
    """
    name = key.replace("-", "_")
    if name in NOT_SET:
        raise UsageError(f"{origin}: {key} cannot be set there: {NOT_SET[name]}.")
    names = _names(options)
    if name not in names:
        near = get_close_matches(name, sorted(names), n=1)
        hint = f"Did you mean {near[0].replace('_', '-')}?" if near else "`warta config --all` lists the keys."
        raise UsageError(f"{origin}: unknown key {key!r}. {hint}")
    return name


def _setting(name: str, value: Any, origin: str, options: Options, command: str, folder: Path) -> Setting:
    """Return a setting, after checking its value like that of an option.

    Raises:
        UsageError: the option cannot have this value.
    """
    commands = [command] if command else [item for item in options if name in options[item]]
    parameter = options[commands[0]][name]
    typed_value = _as_typed(parameter, value, origin)
    if not isinstance(typed_value, bool):
        typed = [typed_value] if isinstance(typed_value, str) else typed_value
        moved = [_from(folder, item) if _is_path(name, item) else item for item in typed]
        typed_value = moved if parameter.multiple else moved[0]
    try:
        parameter.process_value(Context(_command_of(parameter)), typed_value)
    except TyperException as error:
        raise _bad(parameter, value, origin, error.message.rstrip(".")) from error
    return Setting(name, typed_value, origin, command)


def _command_of(parameter: Any) -> Any:
    from typer.core import TyperCommand

    return TyperCommand(parameter.name, params=[parameter])


def _as_typed(parameter: Any, value: Any, origin: str) -> Any:
    """Return a value of TOML or of a variable as text, texts or a bool."""
    if parameter.is_flag:
        if isinstance(value, bool):
            return value
        if origin.startswith(PREFIX) and value.lower() in (*YES, *NO):
            return value.lower() in YES
        raise _bad(parameter, value, origin, "expected true or false")
    values = value if isinstance(value, list) else [value]
    if origin.startswith(PREFIX) and parameter.multiple:
        values = [part.strip() for part in value.split(",") if part.strip()]
    if not values or any(isinstance(item, bool | dict | list) for item in values):
        raise _bad(
            parameter, value, origin, "expected a text or a number, or a list of them" if values else "it is empty"
        )
    return [str(item) for item in values] if parameter.multiple or isinstance(value, list) else str(values[0])


def _fits(parameter: Any, value: Any) -> bool:
    """Return whether an option accepts a value set for all commands: several values only if it is repeatable."""
    return parameter.multiple or not isinstance(value, list)


def _bad(parameter: Any, value: Any, origin: str, why: str) -> UsageError:
    key = origin if origin.startswith(PREFIX) else f"{origin}: {parameter.name.replace('_', '-')}"
    shown = str(value).lower() if isinstance(value, bool) else repr(value)
    return UsageError(f"{key} = {shown}: {why}.")


def _is_path(name: str, value: str) -> bool:
    return (name in PATHS and value != "off") or (looks_like_a_path(value) and not is_address(value))


def _from(folder: Path, path: str) -> str:
    return str(folder / with_home(path))


def settings_rows(settings: Settings, options: Options, *, all_of_them: bool) -> Iterable[tuple[str, str, str, str]]:
    """Yield (command, key, value, origin) of each setting; with `all_of_them` also the defaults."""
    for command, parameters in options.items():
        for name, parameter in parameters.items():
            if name in NOT_SET:
                continue
            found = settings.by_command.get(command, {}).get(name)
            if found is not None:
                yield command, name.replace("_", "-"), shown(found.value), found.origin
            elif all_of_them:
                yield command, name.replace("_", "-"), shown(parameter.default), "default"


def shown(value: Any) -> str:
    """Return a value for display."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
