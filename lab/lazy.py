"""Names of a package that are imported when somebody first asks for them."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def attributes(
    package: str, names: Mapping[str, str], modules: Sequence[str] | None = None
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` of a package (PEP 562): `import lab` stays quick, and `lab.charts` is there.

    Args:
        package: its `__name__`.
        names: name -> submodule that it is taken from.
        modules: submodules that are reached as attributes; None = all.
    """
    if modules is None:
        modules = [module.name for module in iter_modules(sys.modules[package].__path__)]

    def get(name: str) -> object:
        if name in modules:
            return import_module(f"{package}.{name}")
        if name in names:
            return getattr(import_module(f"{package}.{names[name]}"), name)
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    def listed() -> list[str]:
        return sorted({*vars(sys.modules[package]), *modules, *names})

    return get, listed


def module(name: str) -> ModuleType:
    """A module that is loaded when somebody first uses it: a page that draws no chart need not wait for Altair."""
    return sys.modules.get(name) or _Awaited(name)


class _Awaited(ModuleType):
    """Stands for a module, and is not in `sys.modules`: whatever walks through all of those would load it."""

    def __getattr__(self, name: str) -> object:
        return getattr(import_module(self.__name__), name)


alt = module("altair")
