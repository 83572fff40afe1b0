"""What the expressions of a program evaluate to."""

import ast
from collections.abc import Iterable
from dataclasses import replace

from harness.evidence.provenance.arithmetic import folded, known, rounded
from harness.evidence.provenance.magics import RUN_SCRIPT, module_of
from harness.evidence.provenance.origin import DATA, NOTHING, Origin, literal, together
from harness.evidence.provenance.scope import Scope
from harness.evidence.provenance.value import UNKNOWN, Names, Value, decorated, is_text, last_name, member

MAX_DEPTH = 10

SHOWING = frozenset(
    {
        *("print", "display", "pprint", "write", "writelines", "echo", "secho"),
        *("debug", "info", "warning", "warn", "error", "critical", "exception"),
    }
)
"""Last names of functions that show their arguments."""
HOLDING = frozenset(
    {
        *("list", "tuple", "set", "dict", "zip", "enumerate", "sorted", "reversed"),
        *("append", "extend", "insert", "update", "concat", "concatenate"),
        *("array", "asarray", "Series", "DataFrame", "from_dict"),
        *("Markdown", "HTML", "Latex", "Text"),
        *("str", "repr", "format", "join", "ljust", "rjust", "tabulate", "int", "float", "round"),
    }
)
"""Last names of functions whose result shows its arguments as they were."""
CHOOSING = frozenset(
    {"min", "max", "minimum", "maximum", "fmin", "fmax", "clip", "where", "select", "choose"}
)
"""Last names of functions, not methods, whose result is one of their arguments."""
FILLING = frozenset({"full", "full_like", "zeros_like", "ones_like", "empty_like"})
"""Last names of functions that take the shape of their first argument, and nothing else of it."""
LEARNING = frozenset(
    [
        "fit",
        "fit_generator",
        "train_on_batch",
        "predict",
        "predict_on_batch",
        "predict_generator",
        "predict_classes",
        "predict_proba",
        "evaluate",
        "evaluate_generator",
    ]
)
"""Methods of networks: what they return was learned from the data."""


RUNNERS = frozenset(
    {
        *(RUN_SCRIPT, "runfile", "run_path", "exec", "run_line_magic"),
        *("system", "run", "call", "check_call", "check_output", "getoutput", "Popen"),
    }
)
"""Last names of functions that run a script, where one of their literals ends in ``.py``."""


def run_by(node: ast.Call) -> str | None:
    """The Python file, relative to the notebook, that a call runs as a script; None where it runs none."""
    if last_name(node.func) not in RUNNERS:
        return None
    parts = [
        part.value for argument in node.args for part in ast.walk(argument) if isinstance(part, ast.Constant)
    ]
    words = [word for text in parts if isinstance(text, str) for word in text.split()]
    return next((word for word in words if word.endswith(".py")), None)


def _of_values(
    node: ast.Call, arguments: list[Value], named: dict[str, Value]
) -> tuple[list[Value], dict[str, Value]]:
    """The arguments of a call, those as unknown of which it takes the shape or the data type alone."""
    types = [isinstance(argument, ast.Attribute) and argument.attr == "dtype" for argument in node.args]
    filled = last_name(node.func) in FILLING
    shapes = [filled and place == 0 for place in range(len(arguments))]
    kept = [
        UNKNOWN if of_type or of_shape else value
        for value, of_type, of_shape in zip(arguments, types, shapes, strict=True)
    ]
    return kept, {name: UNKNOWN if name in ("dtype", "shape") else value for name, value in named.items()}


class Expressions(Scope):
    """Evaluates expressions, following the student's own functions into their bodies."""

    def _value(self, node: ast.expr | None) -> Value:
        if node is None:
            return UNKNOWN
        self._count()
        found: Value = getattr(self, f"_get_{type(node).__name__}", self._get_other)(node)
        return found

    def _origins(self, nodes: Iterable[ast.AST]) -> list[Origin]:
        return [self._value(node).origin for node in nodes if isinstance(node, ast.expr)]

    def _get_other(self, node: ast.expr) -> Value:
        """Operators, comparisons, subscripts: something new is computed from the parts."""
        parts = self._origins(ast.iter_child_nodes(node))
        return Value(together(parts).computed())

    def _get_Constant(self, node: ast.Constant) -> Value:
        return Value(literal(node.value), number=known(node.value), typed=True)

    def _get_Name(self, node: ast.Name) -> Value:
        return self._names.get(node.id) or self._globals.get(node.id) or Value(path=node.id)

    def _holding(self, node: ast.expr) -> Value:
        """Texts, lists and the like: the parts side by side."""
        parts = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        return Value(together(self._origins(parts)))

    _get_JoinedStr = _get_List = _get_Tuple = _get_Set = _get_Dict = _get_Starred = _holding

    _get_Await = _get_BoolOp = _holding

    def _get_Compare(self, node: ast.Compare) -> Value:
        return replace(self._get_other(node), truth=True)

    def _get_UnaryOp(self, node: ast.UnaryOp) -> Value:
        value = self._value(node.operand)
        if isinstance(node.op, ast.Not):
            return Value(value.origin.computed(), truth=True)
        if value.number is None or not isinstance(node.op, (ast.USub, ast.UAdd)):
            return Value(value.origin.computed(), truth=value.truth)
        number = -value.number if isinstance(node.op, ast.USub) else value.number
        return replace(value, number=number)

    def _get_FormattedValue(self, node: ast.FormattedValue) -> Value:
        return Value(self._value(node.value).origin)

    def _get_NamedExpr(self, node: ast.NamedExpr) -> Value:
        value = self._value(node.value)
        self._bind(node.target, value)
        return value

    def _get_IfExp(self, node: ast.IfExp) -> Value:
        self._value(node.test)
        body, other = self._value(node.body), self._value(node.orelse)
        same = body.number if body.number == other.number else None
        return Value(together([body.origin, other.origin]), number=same)

    def _get_BinOp(self, node: ast.BinOp) -> Value:
        left, right = self._value(node.left), self._value(node.right)
        number = folded(node, left.number, right.number)
        if number is not None and (left.number is None or right.number is None):
            return Value(number=number)
        origin = together([left.origin, right.origin])
        if number is not None:
            return Value(together([origin, literal(number)]), number=number)
        # A number times a truth is that number, or 0.
        same = isinstance(node.op, ast.Mult) and (left.truth or right.truth)
        return Value(origin if same or is_text(node) else origin.computed())

    def _get_Subscript(self, node: ast.Subscript) -> Value:
        value, index = self._value(node.value), self._value(node.slice).origin
        # An element of a list of literals is a literal, whoever picked it.
        return Value(value.origin.touched_by(index.data), members=value.members)

    def _get_Attribute(self, node: ast.Attribute) -> Value:
        found = member(self._value(node.value), node.attr)
        is_property = decorated(found.code) & {"property", "cached_property"}
        return Value(self._called(found, [], {})) if is_property and self._can_call(found) else found

    def _get_Lambda(self, node: ast.Lambda) -> Value:
        return Value(code=node, home=self._globals)

    def _get_ListComp(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Value:
        return self._comprehension(node.generators, [node.elt])

    _get_SetComp = _get_GeneratorExp = _get_ListComp

    def _get_DictComp(self, node: ast.DictComp) -> Value:
        return self._comprehension(node.generators, [node.key, node.value])

    def _comprehension(self, generators: list[ast.comprehension], parts: list[ast.expr]) -> Value:
        decided = False
        with self._inside(dict(self._names), self._globals):
            for generator in generators:
                iterated = self._value(generator.iter)
                self._bind_loop(generator.target, generator.iter, iterated)
                conditions = self._origins(generator.ifs)
                decided |= iterated.origin.data or any(origin.data for origin in conditions)
            found = [self._value(part) for part in parts]
            if {value.number for value in found} == {0.0}:
                return Value(number=0.0)
            return Value(together(value.origin for value in found).touched_by(decided))

    def _get_Yield(self, node: ast.Yield | ast.YieldFrom) -> Value:
        if self._returned:
            self._returned[-1].append(self._value(node.value).origin)
        return UNKNOWN

    _get_YieldFrom = _get_Yield

    def _run_script(self, module: str) -> None:
        raise NotImplementedError

    def _module(self, path: str) -> Value:
        raise NotImplementedError

    def _get_Call(self, node: ast.Call) -> Value:
        if (script := run_by(node)) is not None:
            self._run_script(module_of(script))
            return UNKNOWN
        function = self._value(node.func)
        arguments = [self._value(argument) for argument in node.args]
        named = {keyword.arg or "**": self._value(keyword.value) for keyword in node.keywords}
        arguments, named = _of_values(node, arguments, named)
        origins = [value.origin for value in [*arguments, *named.values()]]
        name = last_name(node.func)
        if "." in function.path:
            self._on_call(function.path)
        taken = together([function.origin, *origins])
        if name in LEARNING and function.code is None:
            return Value(Origin(data=taken.data, learned=taken.data))
        if taken.data and not taken.learned:
            self._on_use()
        if name in SHOWING:
            self._on_show(together([function.origin.computed(), *origins]))
            return Value(together(origins))
        brought = self._calls.brings(function.path or name, node) if function.code is None else None
        if brought is not None and not any(origin.data for origin in origins):
            if brought:
                self._on_use()
            return Value(DATA if brought else NOTHING)
        if name == "import_module" and node.args and isinstance(node.args[0], ast.Constant):
            return self._module(str(node.args[0].value))
        if self._can_call(function):
            return Value(self._called(function, arguments, named))
        if function.is_class:
            return self._made(function, taken, arguments, named)
        if (number := rounded(name, [value.number for value in arguments])) is not None:
            return Value(together([taken, literal(number)]), number=number)
        if name in HOLDING:
            return Value(taken, truth=len(arguments) == 1 and arguments[0].truth)
        if name in CHOOSING and not function.origin.data:
            return Value(taken)
        # A function that takes no data may still be called with functions that do.
        given = [*arguments, *named.values()]
        called = [self._called(v, [Value(taken)], {}) for v in given if self._can_call(v)]
        typed = frozenset[float]().union(*(origin.numbers for origin in origins if not origin.data))
        return Value(together([taken, *called]).looked_at(typed))

    def _made(self, made_of: Value, taken: Origin, arguments: list[Value], named: dict[str, Value]) -> Value:
        """An object of a class of the student's own."""
        made = Value(taken, members=dict(made_of.members))
        constructor = member(made, "__init__")
        if constructor.code is None or not self._can_call(constructor):
            return made
        self._called(constructor, arguments, named)
        return replace(made, origin=together([taken, *(held.origin for held in made.members.values())]))

    def _can_call(self, value: Value) -> bool:
        """True for a function of the student's that we are not in already."""
        code = value.code
        return code is not None and self._depth < MAX_DEPTH and not any(code is f for f in self._following)

    def _called(self, function: Value, arguments: list[Value], named: dict[str, Value]) -> Origin:
        """Follows the body of a function with these arguments; returns the origin of what it returns."""
        code = function.code
        assert code is not None
        names: Names = {}
        parameters = [*code.args.posonlyargs, *code.args.args]
        if function.owner is not None:
            arguments = [function.owner, *arguments]
        defaults = code.args.defaults
        for parameter, default in zip(parameters[len(parameters) - len(defaults) :], defaults, strict=True):
            names[parameter.arg] = self._value(default)
        for parameter, given in zip(code.args.kwonlyargs, code.args.kw_defaults, strict=True):
            names[parameter.arg] = self._value(given)
        for parameter, value in zip(parameters, arguments, strict=False):
            names[parameter.arg] = value
        rest = [value.origin for value in arguments[len(parameters) :]]
        if code.args.vararg is not None:
            names[code.args.vararg.arg] = Value(together(rest))
        names.update({name: value for name, value in named.items() if name != "**"})
        home = function.home if function.home is not None else self._globals
        closure = dict(self._names) if home is self._globals and self._names is not self._globals else {}
        self._returned.append([])
        self._following.append(code)
        declared, self._global_names = self._global_names, set()
        try:
            with self._inside({**closure, **names}, home):
                if isinstance(code, ast.Lambda):
                    self._returned[-1].append(self._value(code.body).origin)
                else:
                    self._block(code.body)
        finally:
            self._following.pop()
            self._global_names = declared
            returned = self._returned.pop()
        return together(returned)
