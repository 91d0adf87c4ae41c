"""Jobs: whoever defers one names one that exists."""

import ast

from tests.house.tree import modules
from timonier.foundation.jobs.registry import names


def test_every_job_that_is_deferred_is_registered() -> None:
    deferred = {
        node.args[0].value
        for _, tree in modules("src/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] == "defer"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert sorted(deferred - set(names())) == []
