"""What our own Python may not do: predicates over the syntax tree, and where each holds."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatch

APPS = (
    "accounts", "ai", "analytics", "audit", "billing", "bookings", "integrations", "ledger",
    "notifications", "payments", "tenants",
)  # fmt: skip
OWN_CODE = (*(f"{app}/*" for app in APPS), "boom/*", "manage.py")
# Where the rules of the field live: these parts of every app.
INNER_PARTS = (
    "domain/*", "services.py", "services/*", "selectors.py", "selectors/*", "models.py", "models/*",
)  # fmt: skip
EDGES = ("views.py", "views/*", "api.py", "api/*", "consumers.py")
MAY_WRITE = (
    "*/services.py", "*/services/*", "*/migrations/*", "*/providers/*", "boom/core/*", "boom/relay/*",
    "boom/runtime/*", "tenants/provisioning/*",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """What is looked for in a node of the syntax tree, and in which files."""

    name: str
    message: str
    breaks: Callable[[ast.AST], bool]
    where: tuple[str, ...] = OWN_CODE
    but_not: tuple[str, ...] = ()

    def applies_to(self, path: str) -> bool:
        return _matches(path, self.where) and not _matches(path, self.but_not)


# ---- tenants
# -------------------------------------------------------------------------------------------------------

TENANT_NAMES = re.compile(r"(^|_)(tenant|business)$")
FOREIGN_SCOPES = {"schema_context", "tenant_context"}
OUR_TASKS = {"TenantTask", "PlatformTask"}


def is_with_tenant(node: ast.AST) -> bool:
    """`with tenant:` keeps its state on the class, for all threads: 83 % of them ended in a wrong schema."""
    if not isinstance(node, ast.With | ast.AsyncWith):
        return False
    return any(
        TENANT_NAMES.search(_last_name(item.context_expr)) or _is_business(item.context_expr)
        for item in node.items
    )


def is_scope_decorator(node: ast.AST) -> bool:
    """As a decorator the scope is one object for all calls, in whatever thread."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return False
    return any(_last_name(_called(decorator)) in FOREIGN_SCOPES for decorator in node.decorator_list)


def is_foreign_scope(node: ast.AST) -> bool:
    """Only tenants/ knows django-tenants' own scopes: ours also tell the guard."""
    return isinstance(node, ast.ImportFrom) and any(name.name in FOREIGN_SCOPES for name in node.names)


def is_task_of_nobody(node: ast.AST) -> bool:
    """A task without our base runs in whatever schema the worker was in."""
    if not isinstance(node, ast.FunctionDef):
        return False
    return any(_is_task(decorator) and not _has_our_base(decorator) for decorator in node.decorator_list)


# ---- one way in
# ----------------------------------------------------------------------------------------------------

WRITES_ALWAYS = {
    "bulk_create", "bulk_update", "get_or_create", "update_or_create", "create",
    "abulk_create", "abulk_update", "aget_or_create", "aupdate_or_create", "acreate", "asave", "adelete",
    "aupdate",
}  # fmt: skip
STORED_IN_A_FILE = 2  # storage.save(name, content)


def is_model_write(node: ast.AST) -> bool:
    """Writes of models, by their names; `dictionary.update(other)` and `cache.delete(key)` are not meant."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    method, receiver = node.func.attr, node.func.value
    if isinstance(receiver, ast.Call) and _last_name(receiver.func) == "super":
        return False
    if method == "save":
        return _last_name(receiver) != "session" and len(node.args) < STORED_IN_A_FILE
    if method == "update":
        return not node.args and bool(node.keywords)
    if method == "delete":
        return not node.args and not node.keywords
    return method in WRITES_ALWAYS


def is_lookup_by_bare_key(node: ast.AST) -> bool:
    """`Model.objects.get(pk=...)` in a view: whoever guesses a key is in."""
    if not isinstance(node, ast.Call) or _last_name(node.func) not in {"get", "aget"}:
        return False
    receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
    keys = [keyword.arg for keyword in node.keywords]
    return _last_name(receiver) == "objects" and bool(keys) and set(keys) <= {"pk", "id"}


# ---- statements, clocks, companies
# ---------------------------------------------------------------------------------

TAKES_SQL = {"execute", "executemany", "raw", "extra", "RawSQL", "RunSQL", "SQL"}
READS_THE_CLOCK = {
    ("timezone", "now"), ("datetime", "now"), ("datetime", "today"), ("date", "today"), ("time", "time"),
    ("clock", "now"),
}  # fmt: skip
COMPANIES = {"stripe", "openai", "twilio"}


def is_assembled_sql(node: ast.AST) -> bool:
    """Statements put together from text; psycopg's sql.Identifier and parameters are for that."""
    if not isinstance(node, ast.Call) or _last_name(node.func) not in TAKES_SQL or not node.args:
        return False
    statement = node.args[0]
    if isinstance(statement, ast.JoinedStr):
        return not all(isinstance(part, ast.Constant) or _is_quoted(part) for part in statement.values)
    if isinstance(statement, ast.BinOp):
        return isinstance(statement.op, ast.Mod) or not _is_text(statement)
    return isinstance(statement, ast.Call) and _is_text_format(statement)


def is_clock_reading(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    return (_last_name(node.func.value), node.func.attr) in READS_THE_CLOCK


def is_company_import(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return any(name.name.split(".")[0] in COMPANIES for name in node.names)
    return isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in COMPANIES


RULES = (
    Rule("with-tenant", "enter `with tenant_scope(business):` instead", is_with_tenant, where=("*",)),
    Rule("scope-decorator", "enter the scope inside the function instead", is_scope_decorator, where=("*",)),
    Rule(
        "foreign-scope",
        "use tenants.context.tenant_scope or public_scope: the guard must know too",
        is_foreign_scope,
        but_not=("tenants/context.py", "tenants/provisioning/*"),
    ),
    Rule("task-of-nobody", "say whose it is: base=TenantTask or base=PlatformTask", is_task_of_nobody),
    Rule(
        "write-outside-services",
        "a change of state is a function of services",
        is_model_write,
        but_not=MAY_WRITE,
    ),
    Rule(
        "lookup-by-bare-key",
        "let the lookup carry the permission, as in request.customer.bookings.get(...)",
        is_lookup_by_bare_key,
        where=tuple(f"*/{edge}" for edge in EDGES),
    ),
    Rule(
        "assembled-sql",
        "pass values as parameters and names as sql.Identifier",
        is_assembled_sql,
        but_not=("*/migrations/*",),
    ),
    Rule(
        "clock",
        "take `now` as an argument; it is read once, at the edge",
        is_clock_reading,
        where=tuple(f"{app}/{part}" for app in APPS for part in INNER_PARTS),
    ),
    Rule(
        "company-outside-providers",
        "only providers/ knows other companies' libraries",
        is_company_import,
        but_not=("*/providers/*",),
    ),
)


def _matches(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(path, pattern) for pattern in patterns)


def _last_name(node: ast.AST | None) -> str:
    """`tenant` of both `tenant` and `request.tenant`; empty for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _called(node: ast.expr) -> ast.expr:
    return node.func if isinstance(node, ast.Call) else node


def _is_business(node: ast.expr) -> bool:
    """`Business.objects.get(...)` and the like: a call whose chain begins at the model."""
    inner: ast.AST = node
    while isinstance(inner, ast.Call | ast.Attribute):
        inner = inner.func if isinstance(inner, ast.Call) else inner.value
    return isinstance(node, ast.Call) and isinstance(inner, ast.Name) and inner.id == "Business"


def _is_task(decorator: ast.expr) -> bool:
    return _last_name(_called(decorator)) in {"task", "shared_task"}


def _has_our_base(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and any(
        keyword.arg == "base" and _last_name(keyword.value) in OUR_TASKS for keyword in decorator.keywords
    )


def _is_quoted(part: ast.expr) -> bool:
    """`{quote_name(table)}`: SQLite binds no names, so there a quoting function does it."""
    return isinstance(part, ast.FormattedValue) and "quote" in _last_name(_called(part.value))


def _is_text(node: ast.expr) -> bool:
    """Made of constants only."""
    return all(isinstance(part, ast.Constant | ast.BinOp | ast.operator) for part in ast.walk(node))


def _is_text_format(node: ast.Call) -> bool:
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr == "format"
        and isinstance(node.func.value, ast.Constant)
    )
