"""Put style sheets, fonts and icons from npm packages into the wheel, with no Node.

Reads `package-lock.json` (name, version, SRI hash) and `assets.toml` (which files, where to), downloads each tarball,
refuses one whose hash differs, and hands the chosen files to hatchling. Works the same under `pip install .`,
`pip install -e .` and uv. A mirror is named by NPM_CONFIG_REGISTRY. Only the standard library is used.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # tests read this file where hatchling is not installed
    BuildHookInterface = object

PUBLIC_HOST = ("registry", "npmjs", "org")
SHIPPED, DEVELOPMENT = "cairn_assets", "cairn_assets_dev"
ATTEMPTS = 3

# GDS Transport and the crest may be used on gov.uk only. Source maps are not shipped, so nothing may point at them.
CSS_CHANGES = [
    (re.compile(r"@font-face\s*\{[^}]*\}"), ""),
    (re.compile(r"[\"']?GDS Transport[\"']?\s*,\s*"), ""),
    (re.compile(r"url\([\"']?/assets/images/[\w-]*(?:crest|crown)[\w.-]*[\"']?\)"), "none"),
    (re.compile(r"url\(([\"']?)/assets/images/"), r"url(\1images/"),
    (re.compile(r"/\*# sourceMappingURL=[^*]*\*/"), ""),
]
JS_CHANGES = [(re.compile(r"//# sourceMappingURL=\S+"), "")]
CHANGES = {".css": CSS_CHANGES, ".js": JS_CHANGES}
FORBIDDEN = re.compile(r"GDS Transport|/assets/|url\([^)]*(?:crest|crown)", re.IGNORECASE)


class AssetError(RuntimeError):
    """The build cannot have the files it needs; the message says what is wrong and how to mend it."""


def registry() -> str:
    """Where tarballs come from: NPM_CONFIG_REGISTRY (npm also knows it in lower case), else the public registry."""
    names = {name.upper(): value for name, value in os.environ.items()}
    named = names.get("NPM_CONFIG_REGISTRY")
    return (named or f"https://{'.'.join(PUBLIC_HOST)}").rstrip("/")


def tarball_url(base: str, name: str, version: str) -> str:
    return f"{base}/{name}/-/{name.rpartition('/')[2]}-{version}.tgz"


def download(url: str) -> bytes:
    """The bytes at `url`, tried three times. Raises AssetError with a hint when the registry cannot be reached."""
    for attempt in range(ATTEMPTS):
        try:
            with urllib.request.urlopen(url, timeout=60) as answer:
                return bytes(answer.read())
        except (urllib.error.URLError, TimeoutError, ConnectionError) as problem:
            if attempt + 1 == ATTEMPTS:
                raise AssetError(
                    f"Cannot download {url}: {problem}. The style sheets and fonts come from the npm registry while "
                    "Cairn is being installed. Check the network, or name a mirror in NPM_CONFIG_REGISTRY, then retry."
                ) from problem
            time.sleep(attempt + 1)
    raise AssertionError("unreachable")


def verify(data: bytes, integrity: str, what: str) -> None:
    """Hold `data` to an SRI string such as `sha512-…`. Raises AssetError unless it matches."""
    algorithm, _, expected = integrity.partition("-")
    if algorithm != "sha512":
        raise AssetError(f"{what}: package-lock.json must give a sha512 hash, not {algorithm or 'nothing'}.")
    found = base64.b64encode(hashlib.sha512(data).digest()).decode()
    if found != expected:
        raise AssetError(
            f"{what}: integrity mismatch. package-lock.json expects sha512-{expected}, the download is sha512-{found}. "
            "Do not install it. If the version was changed on purpose, make package-lock.json anew."
        )


def members(data: bytes) -> dict[str, bytes]:
    """Every regular file of an npm tarball, by its path below the tarball's own top folder."""
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        return {
            entry.name.partition("/")[2]: opened.read()
            for entry in archive
            if entry.isfile() and (opened := archive.extractfile(entry))
        }


def chosen(files: dict[str, bytes], pattern: str) -> Iterator[tuple[str, bytes]]:
    """Files matching `pattern`, by their path below its last starless folder. Raises AssetError when none does."""
    fixed = []
    for part in PurePosixPath(pattern).parent.parts:
        if "*" in part:
            break
        fixed.append(part)
    found = [name for name in files if PurePosixPath("/", name).match("/" + pattern)]
    if not found:
        raise AssetError(f"assets.toml: no file matches {pattern!r}. Look what the package now calls it.")
    for name in sorted(found):
        yield str(PurePosixPath(name).relative_to(*fixed or ["."])), files[name]


def cleaned(name: str, data: bytes) -> bytes:
    """Style sheets and scripts without the fonts and crest that are not ours to use, nor pointers to absent files."""
    changes = CHANGES.get(PurePosixPath(name).suffix)
    if not changes:
        return data
    text = data.decode()
    for pattern, replacement in changes:
        text = pattern.sub(replacement, text)
    if name.endswith(".css") and (left := FORBIDDEN.search(text)):
        raise AssetError(f"{name}: still names {left[0]}; mend CSS_CHANGES in hatch_build.py.")
    return text.encode()


def collect(root: Path, target: Path, editable: bool) -> list[str]:
    """Write the assets below `target`; return the names of the packages made there."""
    assets = tomllib.loads((root / "assets.toml").read_text())["asset"]
    locked = json.loads((root / "package-lock.json").read_text())["packages"]
    tarballs: dict[str, dict[str, bytes]] = {}
    for asset in assets:
        if asset.get("dev") and not editable:
            continue
        name = asset["package"]
        if name not in tarballs:
            tarballs[name] = fetch(name, locked.get(f"node_modules/{name}"))
        folder = target / (DEVELOPMENT if asset.get("dev") else SHIPPED)
        for pattern in asset["files"]:
            for path, data in chosen(tarballs[name], pattern):
                place(folder / asset["to"] / path, cleaned(path, data))
    for made in sorted(target.iterdir()):
        (made / "__init__.py").write_text('"""Files from npm packages, put here by hatch_build.py."""\n')
    return sorted(made.name for made in target.iterdir())


def fetch(name: str, entry: dict[str, Any] | None) -> dict[str, bytes]:
    """The verified files of one locked package."""
    if entry is None:
        raise AssetError(f"assets.toml names {name}, which package-lock.json does not have.")
    url = tarball_url(registry(), name, entry["version"])
    data = download(url)
    verify(data, entry.get("integrity", ""), url.rpartition("/")[2])
    return members(data)


def place(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


class AssetHook(BuildHookInterface):
    """hatchling's door: `initialize` before a wheel is made, `finalize` after."""

    PLUGIN_NAME = "custom"
    scratch: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the assets to the wheel; `version` is "editable" or "standard"."""
        self.scratch = Path(tempfile.mkdtemp(prefix="cairn-assets-"))
        editable = version == "editable"
        key = "force_include_editable" if editable else "force_include"
        try:
            for package in collect(Path(self.root), self.scratch, editable):
                build_data[key][str(self.scratch / package)] = package
        except BaseException:
            self.finalize(version, build_data, "")
            raise

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the scratch folder; a new one each time, so that no older list of files leaks into a wheel."""
        if self.scratch:
            shutil.rmtree(self.scratch, ignore_errors=True)
