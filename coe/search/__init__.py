"""Search over solutions: several episodes or several drafts at once, chosen by the verifier alone.

Nothing here reads the reference answer: the choice is the same whether it is there, right or wrong. A run
whose feedback tells the agent of the reference says so in its records, as anywhere.
"""

from coe.search.beam import BeamTurn, beam_search
from coe.search.choosing import Choice, choose
from coe.search.result import Expansion, SearchResult
from coe.search.samples import best_of, check_varied
from coe.search.settings import SearchConfig, SearchKind, search_episodes

__all__ = [
    "BeamTurn",
    "Choice",
    "Expansion",
    "SearchConfig",
    "SearchKind",
    "SearchResult",
    "beam_search",
    "best_of",
    "check_varied",
    "choose",
    "search_episodes",
]
