"""Templates as they are in one language: what never changes in it is written into them.

A page says some dozens of the same words and addresses; to look each of them up again took a third
of the time of rendering it.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.template import engines
from django.utils import translation
from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

LANGUAGES = 6  # whose templates are kept at a time


def template(name: str) -> Template:
    """A template in the language of the moment."""
    return _environment(translation.get_language()).get_template(name)


@lru_cache(maxsize=LANGUAGES)
def _environment(_language: str | None) -> Environment:
    engine: Any = engines["jinja2"]
    spoken: Environment = engine.env.overlay()
    spoken.code_generator_class = _Generator
    return spoken


class _Generator(CodeGenerator):
    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 (Jinja's)
        _Known(self.environment).visit(node)
        super().visit_Template(node, frame)


class _Known(NodeTransformer):
    """Puts values in the place of calls that always give the same."""

    def __init__(self, environment: Environment) -> None:
        given: Any = environment.globals
        self.calls: dict[str, Callable[..., str]] = {
            "_": _said,
            "gettext": _said,
            "static": given["static"],
            "url": given["url"],
        }

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 (Jinja's)
        self.generic_visit(node)
        call = self.calls.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if call is None or node.dyn_args or node.dyn_kwargs:
            return node
        try:
            args = [one.as_const() for one in node.args]
            named = dict(one.as_const() for one in node.kwargs)
        except nodes.Impossible:
            return node
        return nodes.Const(call(*args, **named), lineno=node.lineno)


def _said(words: str, **values: object) -> Markup:
    """What Jinja's own gettext gives: translations are HTML."""
    return Markup(translation.gettext(words)) % values  # noqa: S704 - words of ours
