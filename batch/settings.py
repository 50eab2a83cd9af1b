"""The settings: `vanthu.toml`, with the environment over it, and the command line over both.

The file is the one that `--config` or VANTHU_CONFIG names, else `vanthu.toml` in the working folder, else none. In the
environment a setting is VANTHU_SECTION__NAME (`VANTHU_SERVE__PORT=8080`); VANTHU_DB is short for VANTHU_DATABASE__URL.
docs/settings.md is made from this module.
"""

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict, DirectoryPath, Field, FilePath, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from models.errors import DatabaseError
from models.tables import Depth
from models.wording import Language, Wording

if TYPE_CHECKING:
    from nlp.units import Office

NAME = "vanthu.toml"


class SettingsWrong(DatabaseError):
    """A settings file or variable that can't be used; it is told as a database fault is, and ends with status 2."""

    wrong_use = True


def load(config: Path | None = None) -> "Settings":
    """The settings in force. Raises SettingsWrong, which names each setting that can't be used."""
    named = config or (Path(os.environ["VANTHU_CONFIG"]) if os.environ.get("VANTHU_CONFIG") else None)
    path = named or Path(NAME)
    if named is not None and not named.is_file():
        raise SettingsWrong(Wording(f"không có tệp cài đặt {named}", f"there is no settings file {named}"))
    try:
        return _reading(path)()
    except tomllib.TOMLDecodeError as error:
        raise SettingsWrong(Wording(f"{path}: không phải TOML ({error})", f"{path}: no TOML ({error})")) from error
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SettingsWrong(
            Wording(f"cài đặt không dùng được ({path}): {told}", f"settings that can't be used ({path}): {told}")
        ) from error


class Section(BaseModel):
    """A table of the file: a name that it does not know is a mistake, and said to be one."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DatabaseSection(Section):
    """The tracking database."""

    url: str = Field(
        default="sqlite:///vanthu.db", description="SQLAlchemy URL: `sqlite:///FILE` or `postgresql://USER@HOST/NAME`"
    )
    wait: float = Field(default=10, gt=0, description="seconds to wait for another program that writes")


class OriginalsSection(Section):
    """Where the files themselves are kept once they were read."""

    url: str = Field(
        default="",
        description="a folder, or a URL that fsspec knows (`file:///srv/vanthu`, `s3://bucket/vanthu`); empty: "
        "NAME.originals beside the SQLite database NAME.db, for a server the user's data folder; `none`: files are "
        "read where they lie, and not kept",
    )
    parcels: Path = Field(
        default=user_data_path("vanthu") / "parcels",
        description="the folder into which mails and archives are unpacked",
    )


class ReadingSection(Section):
    """How files are read."""

    depth: Depth = Field(
        default="best", description="`best` reads as well as can be, `fast` leaves out second readings"
    )
    authorities: DirectoryPath | None = Field(
        default=None,
        description="a folder with the certificates (PEM or DER: .pem, .crt, .cer, .der) of the authorities whose "
        "digital signatures are believed; empty: a signature that holds is told to be of an unknown authority",
    )
    units: FilePath | None = Field(
        default=None,
        description="the office's own units, in a CSV with the columns `name`, `levels`, `short`, `valid_from`, "
        "`valid_to`, `successors`, `source` (only `name` is needed; lists are parted by a vertical bar), or a TOML "
        "with a `[[unit]]` each; documents read before keep what they have until they are read again",
    )

    def roots(self) -> tuple[bytes, ...]:
        """The certificates of `authorities`, in the order of their names."""
        files = sorted(self.authorities.iterdir()) if self.authorities else ()
        return tuple(file.read_bytes() for file in files if file.suffix.lower() in (".pem", ".crt", ".cer", ".der"))

    def own(self) -> "tuple[Office, ...]":
        """The units of the file `units`. Raises SettingsWrong where it is not of the form."""
        if self.units is None:
            return ()
        from nlp.units.own import read_own  # here: the language need not load where no file is named

        try:
            return read_own(self.units)
        except (OSError, ValueError) as error:
            told = f"reading.units: {self.units}: {error}"
            raise SettingsWrong(
                Wording(f"cài đặt không dùng được ({told})", f"settings that can't be used ({told})")
            ) from error


class LimitsSection(Section):
    """What one file may cost. A file beyond one of them is set aside, and the limit's name is in the reason."""

    megabytes: float = Field(default=500, gt=0, description="the largest file")
    pages: int = Field(default=2000, gt=0, description="the most pages of a file")
    seconds_a_file: float = Field(
        default=900,
        gt=0,
        description="the longest that one process is at one file, pages that are handed round not counted",
    )
    seconds_a_page: float = Field(default=180, gt=0, description="the longest that one page may take")
    memory_megabytes: int = Field(
        default=4096,
        gt=0,
        description="the most memory of one reading process, the programs that it starts not counted",
    )


class BatchSection(Section):
    """Runs over folders."""

    jobs: int = Field(
        default_factory=lambda: len(os.sched_getaffinity(0)), ge=1, description="processes that read at the same time"
    )
    engine: str = Field(
        default="local",
        pattern=r"^(local|dask://[^/\s]+)$",
        description="`local`, or `dask://HOST:PORT`, the address of a Dask scheduler",
    )
    tries: int = Field(
        default=3, ge=1, description="tries of a file over which a fault that may pass came up; then it is set aside"
    )
    lease_seconds: float = Field(
        default=600, ge=5, description="how long a file is one run's own when that run is not heard of"
    )
    pauses: tuple[float, ...] = Field(
        default=(0.05, 0.5, 2.0, 5.0, 15.0),
        description="seconds between tries when the database or the network gives out; after the last the run stops",
    )
    watch_seconds: float = Field(default=2, gt=0, description="seconds between two looks at the watched folders")
    settle_seconds: float = Field(
        default=5, ge=0, description="how long a file must stay as it is before it is read, when watching"
    )
    move_done: Path | None = Field(default=None, description="folder into which files move once they are read")
    move_failed: Path | None = Field(default=None, description="folder into which files move that were set aside")
    log: str = Field(
        default="", description="structured log, one JSON line a file: a file's name, or `-` for standard error"
    )
    metrics_port: int = Field(
        default=0, ge=0, le=65535, description="port of the Prometheus metrics when watching; 0: none"
    )
    metrics_host: str = Field(default="127.0.0.1", description="address on which the metrics are served when watching")


class ServeSection(Section):
    """The reviewer's desk and the API."""

    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8642, ge=1, le=65535, description="port to listen on")
    public_url: str = Field(
        default="", description="how browsers reach it (`https://vanthu.example.vn`); empty: by host and port"
    )
    secret_file: Path | None = Field(
        default=None,
        description="file with the key that signs sessions, 32 bytes or more; made in the user's data folder if unset",
    )
    session_hours: float = Field(default=10, gt=0, description="how long a log-in lasts")
    attempts_a_minute: int = Field(
        default=5, ge=1, description="wrong log-ins a minute from one address or for one name"
    )
    trusted_proxies: tuple[str, ...] = Field(
        default=(), description="addresses of reverse proxies whose X-Forwarded headers are believed"
    )
    cache: Path | None = Field(default=None, description="folder for page images; the user's cache folder if unset")
    inbox: Path | None = Field(
        default=None,
        description="folder into which files go that are dropped on a page; if unset, NAME.inbox beside the SQLite "
        "database NAME.db, for a server in the user's data folder",
    )
    cache_megabytes: int = Field(default=500, ge=1, description="the most that page images may take there")
    metrics: bool = Field(default=True, description="whether `/metrics` is served, to this machine only")
    openid_issuer: str = Field(default="", description="OpenID Connect issuer; empty: passwords only")
    openid_client: str = Field(default="", description="client id at that issuer")
    openid_secret_file: Path | None = Field(default=None, description="file with the client's secret")
    openid_role: Literal["reader", "reviewer", "manager", "administrator"] = Field(
        default="reader", description="role of those who come by OpenID Connect for the first time"
    )


class FeedsSection(Section):
    """What goes to other systems."""

    office_name: str = Field(default="", description="this office's name, as packages (edXML) and registers give it")
    office_id: str = Field(default="", description="this office's identifier (`000.00.01.H10`)")
    smtp_host: str = Field(default="", description="mail server for notices; empty: none are mailed")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="its port")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="how the connection is guarded"
    )
    smtp_user: str = Field(default="", description="user at the mail server")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="its password; better given in the environment")
    smtp_sender: str = Field(default="", description="the address that notices come from")
    recipients: Path | None = Field(
        default=None, description="CSV of `unit,address`: who is told each day what is due (`vanthu notify`)"
    )
    digest_days: int = Field(default=7, ge=0, description="how many days ahead the daily digest looks")
    webhook_allow_private: bool = Field(default=False, description="whether webhooks may go to private addresses")
    webhook_seconds: float = Field(default=10, gt=0, description="how long a receiver may take to answer")
    webhook_tries: int = Field(default=12, ge=1, description="tries of one message before it is laid aside")
    webhook_pause_seconds: float = Field(
        default=5, gt=0, description="the first pause between tries; each is twice the last"
    )
    keep_days: int = Field(
        default=90, ge=1, description="how long the feed keeps every change (`vanthu db prune`); then the last of each"
    )


class Settings(BaseSettings):
    """All settings, read-only."""

    model_config = SettingsConfigDict(
        env_prefix="VANTHU_", env_nested_delimiter="__", extra="forbid", frozen=True, env_ignore_empty=True
    )

    database: DatabaseSection = DatabaseSection()
    originals: OriginalsSection = OriginalsSection()
    reading: ReadingSection = ReadingSection()
    limits: LimitsSection = LimitsSection()
    batch: BatchSection = Field(default_factory=lambda: BatchSection())
    serve: ServeSection = ServeSection()
    feeds: FeedsSection = FeedsSection()

    def over(self, **sections: dict[str, Any]) -> "Settings":
        """These settings with others over them: `over(batch={"jobs": 4})`. Raises SettingsWrong."""
        try:
            changed = {
                name: type(before).model_validate(before.model_dump(exclude_unset=True) | values)
                for name, values in sections.items()
                if (before := getattr(self, name)) is not None
            }
        except ValidationError as error:
            told = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            raise SettingsWrong(Wording(f"không dùng được: {told}", f"that can't be used: {told}")) from error
        return self.model_copy(update=changed)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings, env_settings, _Short(settings_cls), TomlConfigSettingsSource(settings_cls))


class _Short(PydanticBaseSettingsSource):
    """VANTHU_DB, which was there before the settings were."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        return {"database": {"url": os.environ["VANTHU_DB"]}} if os.environ.get("VANTHU_DB") else {}


def _reading(path: Path) -> type[Settings]:
    """Settings that are read from the file at `path`, if it is there."""

    class FromFile(Settings):
        model_config = SettingsConfigDict(toml_file=path)

    return FromFile


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as a person sees it: `database.url`, its value without secrets, whether somebody chose it."""

    name: str
    value: str
    meaning: str
    chosen: bool


def told(settings: Settings) -> Iterator[Setting]:
    """Every setting, section by section."""
    for section in type(settings).model_fields:
        values = getattr(settings, section)
        for name, field in type(values).model_fields.items():
            chosen = section in settings.model_fields_set and name in values.model_fields_set
            yield Setting(f"{section}.{name}", shown(getattr(values, name)), field.description or "", chosen)


def shown(value: Any) -> str:
    """A setting's value without its secrets; a dash for none."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "-"
    text = "" if value is None else str(value)
    if "://" in text and "@" in text:
        try:
            url = make_url(text)
            text = url.render_as_string(hide_password=True) if url.password else text
        except ArgumentError:
            text = text.split("@")[-1]
    return text or "-"


def in_words(setting: Setting, language: Language) -> str:
    """A line for `vanthu doctor`."""
    return setting.value if setting.chosen else f"{setting.value} " + Wording("(mặc định)", "(default)").into(language)
