"""Templates: Jinja2 that escapes everything, in Vietnamese (as written) or English (from the Babel catalogue)."""

import json
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import TypeAdapter

from models.problems import problem_said
from models.wording import Language

HERE = Path(__file__).parent


@cache
def environment(language: Language) -> Environment:
    """The templates in one language."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    made.filters |= {
        "day": day,
        "moment": moment,
        "number": lambda value: number(value, language),
        "percent": percent,
        "asjson": asjson,
        "plain": plain,
        "said": lambda problem: problem_said(problem.code, problem.message, language),
    }
    made.globals |= {"static": static, "language": language}
    return made


@cache
def translations(language: Language) -> NullTranslations:
    """The catalogue; Vietnamese is what the templates are written in."""
    if language == "vi":
        return NullTranslations()
    return Translations.load(str(HERE / "translations"), [language])


def day(value: date | None) -> str:
    """05/03/2024; nothing for none."""
    return value.strftime("%d/%m/%Y") if value else ""


def moment(value: datetime | None) -> str:
    """05/03/2024 14:05, by the clock of this machine."""
    return value.astimezone().strftime("%d/%m/%Y %H:%M") if value else ""


def number(value: float | None, language: Language) -> str:
    """1.234,5 in Vietnamese, 1,234.5 in English."""
    return "" if value is None else str(format_decimal(value, locale=language))


def percent(confidence: float) -> str:
    """0.973 as 97%; never 100% for what is not certain."""
    return f"{min(99, int(confidence * 100)) if confidence < 1 else 100}%"


def asjson(value: Any) -> str:
    """For a data attribute, which is escaped like any other text."""
    return json.dumps(value, ensure_ascii=False, default=str)


def plain(value: Any) -> Any:
    """A record as contract JSON."""
    return TypeAdapter(Any).dump_python(value, mode="json")


@cache
def edition() -> str:
    """A name for what the static files hold: a new one whenever one of them changes."""
    files = sorted(path for path in (HERE / "static").rglob("*") if path.is_file())
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def static(name: str) -> str:
    """The address of a file of ours, which browsers may keep for good; modules find each other beside themselves."""
    return f"/static/{edition()}/{name}"
