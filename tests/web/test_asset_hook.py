"""The build hook takes only what the lock promises, and says what is wrong when it cannot."""

import base64
import hashlib
import importlib.util
import io
import json
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
hook = importlib.util.module_from_spec(spec)
spec.loader.exec_module(hook)

CSS = (
    '@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}body{font-family:"GDS Transport",arial}'
    "a{background:url(/assets/images/govuk-crest.svg)}b{background:url(/assets/images/icon.svg)}"
    "/*# sourceMappingURL=a.css.map */"
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with one locked package, in a registry that is a folder."""
    monkeypatch.setattr(hook, "ATTEMPTS", 1)
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", (tmp_path / "registry").as_uri() + "/")
    tarball = tmp_path / "registry/@cairn/moss/-/moss-1.0.0.tgz"
    tarball.parent.mkdir(parents=True)
    tarball.write_bytes(packed({"dist/a.css": CSS, "dist/a.js": "1;//# sourceMappingURL=a.js.map", "c/x/f.json": "{}"}))
    lock(tmp_path, tarball.read_bytes())
    wanted(tmp_path, "dist/*.css")
    return tmp_path


def packed(files):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, text in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()


def lock(root, data):
    digest = base64.b64encode(hashlib.sha512(data).digest()).decode()
    entry = {"version": "1.0.0", "integrity": f"sha512-{digest}"}
    (root / "package-lock.json").write_text(json.dumps({"packages": {"node_modules/@cairn/moss": entry}}))


def wanted(root, pattern, extra=""):
    (root / "assets.toml").write_text(
        f'[[asset]]\npackage = "@cairn/moss"\nto = "static/vendor/moss"\nfiles = ["{pattern}"]\n{extra}'
    )


def build(root, version="standard"):
    """What one build puts where: {path in the wheel: text}."""
    maker = hook.AssetHook.__new__(hook.AssetHook)
    if hook.BuildHookInterface is object:
        maker.root = str(root)
    else:
        hook.AssetHook.__init__(maker, str(root), {}, None, None, str(root), "wheel")
    data = {"force_include": {}, "force_include_editable": {}}
    maker.initialize(version, data)
    key = "force_include_editable" if version == "editable" else "force_include"
    built = {
        f"{package}/{path.relative_to(source)}": path.read_text()
        for source, package in data[key].items()
        for path in Path(source).rglob("*")
        if path.is_file()
    }
    scratch = maker.scratch
    maker.finalize(version, data, "")
    assert not scratch.exists()
    return built


def test_a_locked_file_goes_into_the_wheel_without_what_is_not_ours_to_use(project):
    built = build(project)
    assert set(built) == {"cairn_assets/__init__.py", "cairn_assets/static/vendor/moss/a.css"}
    assert built["cairn_assets/static/vendor/moss/a.css"] == (
        "body{font-family:arial}a{background:none}b{background:url(images/icon.svg)}"
    )


def test_scripts_do_not_point_at_maps_that_are_not_shipped(project):
    wanted(project, "dist/a.js")
    assert build(project)["cairn_assets/static/vendor/moss/a.js"] == "1;"


def test_an_altered_tarball_is_refused(project):
    tarball = project / "registry/@cairn/moss/-/moss-1.0.0.tgz"
    tarball.write_bytes(packed({"dist/a.css": "body{}"}))
    with pytest.raises(hook.AssetError, match=r"moss-1\.0\.0\.tgz: integrity mismatch"):
        build(project)


def test_a_lock_without_a_strong_hash_is_refused(project):
    entry = {"version": "1.0.0", "integrity": "sha1-abc"}
    (project / "package-lock.json").write_text(json.dumps({"packages": {"node_modules/@cairn/moss": entry}}))
    with pytest.raises(hook.AssetError, match="sha512"):
        build(project)


def test_a_pattern_that_matches_nothing_stops_the_build(project):
    wanted(project, "dist/*.scss")
    with pytest.raises(hook.AssetError, match=r"no file matches 'dist/\*\.scss'"):
        build(project)


def test_a_star_stays_in_its_folder(project):
    wanted(project, "c/*.json")
    with pytest.raises(hook.AssetError, match="no file matches"):
        build(project)


def test_a_package_that_is_not_locked_stops_the_build(project):
    (project / "package-lock.json").write_text('{"packages": {}}')
    with pytest.raises(hook.AssetError, match="which package-lock"):
        build(project)


def test_an_unreachable_registry_says_how_to_go_on(project, monkeypatch):
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", (project / "nowhere").as_uri())
    with pytest.raises(hook.AssetError, match="NPM_CONFIG_REGISTRY"):
        build(project)


def test_development_files_are_in_an_editable_install_only(project):
    dev = '\n[[asset]]\npackage = "@cairn/moss"\nto = "shown"\nfiles = ["c/*/f.json"]\ndev = true\n'
    wanted(project, "dist/*.css", dev)
    assert "cairn_assets_dev/shown/x/f.json" in build(project, "editable")
    assert not [path for path in build(project) if path.startswith("cairn_assets_dev")]


def test_a_font_that_is_not_ours_to_use_is_never_shipped_under_another_spelling():
    with pytest.raises(hook.AssetError, match="still names"):
        hook.cleaned("a.css", b"a{font:1em GDS Transport}")


def test_the_lock_names_no_host_and_every_asset_is_locked_by_hash():
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert not [name for name, entry in locked.items() if "resolved" in entry]
    for asset in hook.tomllib.loads((ROOT / "assets.toml").read_text())["asset"]:
        assert locked[f"node_modules/{asset['package']}"]["integrity"].startswith("sha512-")
