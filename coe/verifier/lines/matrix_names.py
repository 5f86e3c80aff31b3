"""Names of matrices: AB is a product where A and B are matrices, and no product is turned around.

The rules for numbers hold for no name that may be a matrix: A*B = B*A is no identity.
"""

from __future__ import annotations

from collections.abc import Mapping

from coe.verifier.expressions.binders import transformed
from coe.verifier.expressions.contents import free_variables
from coe.verifier.expressions.expr import Chain, Expr
from coe.verifier.syntax.matrices import may_hold_matrix


def speaks_of_matrices(text: str) -> bool:
    """Whether a problem is about matrices."""
    return may_hold_matrix(text) or "matri" in text.lower()


def may_be_matrices(chain: Chain) -> bool:
    """Whether a capital letter stands in the chain."""
    return any(len(name) == 1 and name.isupper() for side in chain.sides for name in free_variables(side))


def with_products(chain: Chain, values: Mapping[str, Expr]) -> Chain:
    """The chain with names such as AB as products, where one letter is a matrix and all have values."""
    if not any(value[0] == "matrix" for value in values.values()):
        return chain
    names = {name for side in chain.sides for name in free_variables(side) if len(name) in (2, 3)}
    products = {name: _product(name) for name in names if _is_product(name, values)}
    if not products:
        return chain

    def spelt(node: Expr) -> Expr:
        return products.get(node[1], node) if node[0] == "var" else node

    return Chain(tuple(transformed(side, spelt) for side in chain.sides), chain.relations, chain.continued)


def _is_product(name: str, values: Mapping[str, Expr]) -> bool:
    known = [values.get(letter) for letter in name]
    return None not in known and any(value is not None and value[0] == "matrix" for value in known)


def _product(name: str) -> Expr:
    product: Expr = ("var", name[0])
    for letter in name[1:]:
        product = ("*", product, ("var", letter))
    return product
