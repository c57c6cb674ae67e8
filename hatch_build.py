"""The wheel's build hook: compiles the embedded model with mypyc into the wheel, beside its sources (docs/RULES.md, "Compiled").

Off unless asked for, since it takes minutes: `HATCH_BUILD_HOOKS_ENABLE=1 pip install .`, as with other packages that mypyc compiles, and
`make wheel` sets it. Which modules are compiled stands in pyproject.toml. An editable install stays plain Python, and so does the wheel
where there is no C compiler: it then fits every platform, and says so. Nothing is ever compiled beside the sources of a checkout.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_NEVER_ASSIGNED_AGAIN = re.compile(r"^(_?[A-Z][A-Z0-9_]*)(?:: ([^=\n]+))? = ", re.MULTILINE)
"""What is written in capitals; where that is said, compiled code reads it without a look-up."""
_SHARED_LIBRARY = "quotebound"


class CompiledWheel(BuildHookInterface[Any]):
    """Puts the compiled modules into the wheel, whose tag becomes this Python's and platform's."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile. Raises `RuntimeError` with the compiler's last lines where the sources do not compile."""
        if version == "editable":
            return
        if missing := hindrance():
            self.app.display_warning(f"The embedded model stays plain Python in this wheel: {missing}")
            return
        self.app.display_waiting("Compiling the embedded model (minutes) …")
        root = Path(self.root)
        modules = sorted(path.relative_to(root) for pattern in self.config["modules"] for path in root.glob(pattern))
        self._folder = TemporaryDirectory()  # gone with the hook, when the wheel is written
        for library in compiled(root, [path for path in modules if path.name != "__init__.py"], Path(self._folder.name)):
            build_data["force_include"][str(library)] = str(library.relative_to(self._folder.name))
        build_data["pure_python"] = False
        build_data["infer_tag"] = True


def hindrance() -> str | None:
    """What is missing for compiling, with the way out; null if nothing is."""
    compiler = (sysconfig.get_config_var("CC") or "cl").split()[0]
    if shutil.which(os.environ.get("CC", compiler).split()[0]) is None:
        return "there is no C compiler (on Debian: apt-get install gcc)"
    if any(find_spec(name) is None for name in ("mypyc", "setuptools")):
        return "mypy or setuptools is not installed"
    return None


def compiled(root: Path, modules: Sequence[Path], folder: Path) -> Iterable[Path]:
    """Compile `modules` (relative to `root`) in `folder`; the libraries that came of it, below `folder` where they go in the package."""
    for package in {path.parts[0] for path in modules}:
        shutil.copytree(root / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", folder)  # mypy's settings
    for path in modules:
        (folder / path).write_text(with_constants((folder / path).read_text("utf-8")), "utf-8")
    done = subprocess.run(  # noqa: S603 - this file, with paths of our own
        [sys.executable, __file__, *map(str, modules)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "MYPYPATH": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError("mypyc failed:\n" + "\n".join(done.stdout.splitlines()[-20:]))
    return sorted(
        path for path in folder.rglob(f"*{sysconfig.get_config_var('EXT_SUFFIX')}") if "build" not in path.relative_to(folder).parts[:1]
    )


def with_constants(source: str) -> str:
    """`source` with what is written in capitals said to be final; every line keeps its number, for tracebacks show those of the sources."""
    said = _NEVER_ASSIGNED_AGAIN.sub(lambda found: f"{found[1]}: Final[{found[2]}] = " if found[2] else f"{found[1]}: Final = ", source)
    imports = "from __future__ import annotations"
    return said.replace(imports, f"{imports}; from typing import Final", 1) if said != source else source


def _compile(modules: list[str]) -> None:
    """What the subprocess does, in the folder with the sources: mypyc writes C, the C compiler's runs share the processors."""
    from mypyc.build import mypycify  # noqa: PLC0415 - neither is needed where nothing is compiled
    from setuptools import Distribution  # noqa: PLC0415
    from setuptools.command.build_ext import build_ext  # noqa: PLC0415

    class Shared(build_ext):  # type: ignore[misc]
        def build_extensions(self) -> None:
            compile_all = self.compiler.compile

            def compile_shared(sources: list[str], *options: Any, **named: Any) -> list[str]:
                with ThreadPoolExecutor(os.cpu_count()) as pool:
                    return [name for names in pool.map(lambda one: compile_all([one], *options, **named), sources) for name in names]

            self.compiler.compile = compile_shared
            super().build_extensions()

    extensions = mypycify(
        ["--follow-imports=silent", *modules], opt_level="1", debug_level="0", multi_file=True, group_name=_SHARED_LIBRARY
    )
    if os.name == "posix":
        for extension in extensions:
            extension.extra_compile_args.append("-fvisibility=hidden")  # calls between modules go by no table
    command = Shared(Distribution({"name": _SHARED_LIBRARY, "ext_modules": extensions}))
    command.inplace = True
    command.ensure_finalized()
    command.run()


if __name__ == "__main__":
    _compile(sys.argv[1:])
