"""Names of a package that are imported when somebody first asks for them."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import LazyLoader, find_spec, module_from_spec
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
    if name in sys.modules:
        return sys.modules[name]
    spec = find_spec(name)
    spec.loader = LazyLoader(spec.loader)
    made = module_from_spec(spec)
    sys.modules[name] = made
    spec.loader.exec_module(made)
    return made
