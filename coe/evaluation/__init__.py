"""Evaluation: runs of many episodes that are stored as they finish, measured, compared and exported."""

from coe.evaluation.comparison import Comparison, compare_runs
from coe.evaluation.configuration import RunConfig
from coe.evaluation.evaluate import evaluate
from coe.evaluation.export import to_pandas
from coe.evaluation.facts import EpisodeFacts, facts_of
from coe.evaluation.metrics import Metrics, measure
from coe.evaluation.regression import Regression, regression
from coe.evaluation.run import Run
from coe.evaluation.starts import Draft, evaluation_starts
from coe.evaluation.store import RunStore, open_run, open_store

__all__ = [
    "Comparison",
    "Draft",
    "EpisodeFacts",
    "Metrics",
    "Regression",
    "Run",
    "RunConfig",
    "RunStore",
    "compare_runs",
    "evaluate",
    "evaluation_starts",
    "facts_of",
    "measure",
    "open_run",
    "open_store",
    "regression",
    "to_pandas",
]
