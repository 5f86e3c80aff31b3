"""The verifier: untrusted lines of school mathematics to verdicts.

`verify(statement, lines)` judges every line by meaning and the answer where the problem is understood.
Nothing here evaluates text as code, and every size, depth and time is bounded.
"""

from coe.verifier.answers import check_answer, equivalent, final_answer
from coe.verifier.calculator import fill_spans
from coe.verifier.explanations import explain
from coe.verifier.problems import understand
from coe.verifier.report import AnswerStatus, LineStatus, LineVerdict, Outcome, Reason, Report
from coe.verifier.statements import read_line as parse
from coe.verifier.verify import verify

__all__ = [
    "AnswerStatus",
    "LineStatus",
    "LineVerdict",
    "Outcome",
    "Reason",
    "Report",
    "check_answer",
    "equivalent",
    "explain",
    "fill_spans",
    "final_answer",
    "parse",
    "understand",
    "verify",
]
