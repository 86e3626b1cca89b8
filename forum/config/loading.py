"""Reading the settings from the environment."""

from __future__ import annotations

from pydantic import ValidationError

from forum.config.secret import SettingsError, own_secret
from forum.config.settings import Settings


def load(**overrides: object) -> Settings:
    """Settings from the environment, with a signing key in place.

    In development a key is made once and kept in the instance folder.

    Raises:
        SettingsError: something is wrong; the message lists all of it.
    """
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]  # names are checked by pydantic
    except ValidationError as error:
        raise SettingsError(_describe(error)) from error
    if settings.secret_key:
        return settings
    return settings.model_copy(update={"secret_key": own_secret(settings.instance_dir)})


def _describe(error: ValidationError) -> str:
    lines: list[str] = []
    for problem in error.errors():
        name = "_".join(str(part) for part in problem["loc"]).upper()
        wanted = _MUST_BE.get(problem["type"])
        if name and wanted:
            lines.append(f"FORUM_{name} must be {wanted.format(**problem.get('ctx', {}))}.")
        else:
            message = problem["msg"].removeprefix("Value error, ")
            lines.append(f"FORUM_{name}: {message}" if name else message)
    return "\n".join(lines)


# What a setting has to be, by the library's name for what is wrong with it. It speaks to whoever writes programs.
_MUST_BE = {
    "int_parsing": "a whole number",
    "float_parsing": "a number",
    "finite_number": "a number",
    "bool_parsing": "true or false",
    "literal_error": "{expected}",
    "greater_than": "more than {gt:g}",
    "greater_than_equal": "{ge:g} or more",
    "less_than_equal": "{le:g} or less",
}
