"""What `pip install .` installs: the plain wheel has every file of ours; where it is asked for, modules are compiled into it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from hatch_build import with_constants

ROOT = Path(__file__).parents[2]
PACKAGES = ("extractor", "review_ui", "prompts", "evals")
TOY = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "toy"
version = "1"
requires-python = ">=3.11"

[tool.hatch.build.targets.wheel.hooks.custom]
enable-by-default = false
modules = ["toy/*.py"]

[tool.mypy]
strict = true
"""
SUMS = """
\"\"\"Sums.\"\"\"
from __future__ import annotations

STEP = 2


def add(number: int) -> int:
    return number + STEP if number >= 0 else never()


def never() -> int:
    raise ValueError
"""


def build(project: Path, to: Path, kind: str = "wheel", **env: str) -> tuple[Path, str]:
    """The file that hatchling builds of `project`, and what it says besides."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(to)]
    done = subprocess.run(command, cwd=project, env={**os.environ, **env}, capture_output=True, text=True, check=True)
    return next(to.iterdir()), done.stdout + done.stderr


def sources(project: Path) -> list[Path]:
    """Every file and folder but the bytecode of the hook, which Python keeps where it may."""
    return sorted(path for path in project.rglob("*") if "__pycache__" not in path.parts)


def names_in(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def toy(folder: Path) -> Path:
    (folder / "toy").mkdir(parents=True)
    (folder / "toy" / "__init__.py").write_text("", "utf-8")
    (folder / "toy" / "sums.py").write_text(SUMS.lstrip(), "utf-8")
    (folder / "pyproject.toml").write_text(TOY, "utf-8")
    shutil.copy(ROOT / "hatch_build.py", folder)
    return folder


def ours() -> set[str]:
    kept = subprocess.run(["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    found = {name for name in kept if name and Path(ROOT, name).is_file()}
    assert len(found) > 300
    return found


def test_the_plain_wheel_holds_every_file_of_the_packages_and_the_guide(tmp_path: Path) -> None:
    wheel, _ = build(ROOT, tmp_path)
    assert wheel.name.endswith("-py3-none-any.whl")
    assert ours() | {"review_ui/guide/CODEBOOK.md", "review_ui/guide/FINDINGS.md"} <= names_in(wheel)


def test_the_source_archive_holds_all_that_a_wheel_is_built_from(tmp_path: Path) -> None:
    archive, _ = build(ROOT, tmp_path, "sdist")
    with tarfile.open(archive) as opened:
        held = {name.partition("/")[2] for name in opened.getnames()}
    assert ours() | {"pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "docs/CODEBOOK.md", "docs/FINDINGS.md"} <= held


def hook() -> dict[str, Any]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    found: dict[str, Any] = project["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]
    return found


def test_what_is_to_be_compiled_is_there_and_compiled_only_where_it_is_asked_for() -> None:
    assert [pattern for pattern in hook()["modules"] if not list(ROOT.glob(pattern))] == []
    assert not hook()["enable-by-default"]


def test_no_compiled_module_has_a_cached_property_which_mypyc_works_out_anew_each_time() -> None:
    modules = [path for pattern in hook()["modules"] for path in ROOT.glob(pattern)]
    assert len(modules) > 50
    assert [path.name for path in modules if "@cached_property" in path.read_text("utf-8")] == []


def test_without_a_c_compiler_the_wheel_is_plain_and_says_so(tmp_path: Path) -> None:
    wheel, said = build(toy(tmp_path / "project"), tmp_path / "dist", HATCH_BUILD_HOOKS_ENABLE="1", CC="no-such-compiler")
    assert wheel.name == "toy-1-py3-none-any.whl"
    assert "stays plain Python in this wheel: there is no C compiler" in said


def test_unasked_nothing_is_compiled(tmp_path: Path) -> None:
    wheel, said = build(toy(tmp_path / "project"), tmp_path / "dist")
    assert wheel.name == "toy-1-py3-none-any.whl"
    assert "Compiling" not in said


@pytest.mark.skipif(shutil.which(os.environ.get("CC", "cc")) is None, reason="needs a C compiler")
def test_asked_for_modules_are_compiled_beside_their_sources_and_tracebacks_show_the_sources_lines(tmp_path: Path) -> None:
    project = toy(tmp_path / "project")
    before = sources(project)
    wheel, _ = build(project, tmp_path / "dist", HATCH_BUILD_HOOKS_ENABLE="1")
    assert wheel.name.startswith(f"toy-1-cp3{sys.version_info.minor}-")
    assert "py3-none-any" not in wheel.name
    assert sources(project) == before, "nothing is compiled beside the sources"
    shutil.unpack_archive(wheel, tmp_path / "installed", "zip")
    assert (tmp_path / "installed/toy/sums.py").read_text("utf-8") == SUMS.lstrip()
    asked = "from toy import sums; print(sums.add(40), sums.__file__.endswith('.py')); sums.add(-1)"
    done = subprocess.run([sys.executable, "-c", asked], cwd=tmp_path / "installed", capture_output=True, text=True, check=False)
    assert done.stdout == "42 False\n"
    assert f'sums.py", line {SUMS.lstrip().splitlines().index("    raise ValueError") + 1}, in never' in done.stderr


def test_constants_are_said_to_be_final_on_the_same_line() -> None:
    imports = "from __future__ import annotations"
    source = f"{imports}\n\nA_B = 1\n_C: dict[str, int] = {{}}\nname = 3\n  D = 4\n"
    said = f"{imports}; from typing import Final\n\nA_B: Final = 1\n_C: Final[dict[str, int]] = {{}}\nname = 3\n  D = 4\n"
    assert with_constants(source) == said
    assert with_constants(f"{imports}\n") == f"{imports}\n"
