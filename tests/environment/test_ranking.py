from coe.environment import rank
from coe.verifier import verify

STATEMENT = "Solve for x: 2x + 5 = 13"


def test_drafts_rank_by_how_far_they_have_come() -> None:
    drafts = [
        ("2x = 18", "2x = 19"),
        ("2x = 18",),
        (),
        ("2x = 8",),
        ("2x + 5 - 5 = 13 - 5", "2x = 8"),
        ("x = 4",),
        ("2x = 8", "x = 4"),
    ]
    ranks = [rank(verify(STATEMENT, draft)) for draft in drafts]
    assert ranks == sorted(set(ranks))


def test_a_consistent_draft_ranks_between_solved_and_unsolved() -> None:
    statement = "Ann has 3 bags of 4 apples and eats 2. How many are left?"
    consistent = rank(verify(statement, ("3 * 4 = 12", "12 - 2 = 10")))
    assert rank(verify(statement, ("3 * 4 = 13", "12 - 2 = 10"))) < consistent
    assert consistent < rank(verify(STATEMENT, ("x = 4",)))
