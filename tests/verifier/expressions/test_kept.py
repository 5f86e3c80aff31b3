from coe.verifier import forget_texts, verify
from coe.verifier.expressions.kept import text_caches


def test_what_is_kept_of_texts_can_be_let_go() -> None:
    problem, draft = "Solve for x: 7x + 5 = 40", ["7x = 35", "x = 6"]
    before = verify(problem, draft)
    assert sum(cache.cache_info().currsize for cache in text_caches()) > 5
    forget_texts()
    assert [cache for cache in text_caches() if cache.cache_info().currsize] == []
    assert verify(problem, draft) == before
