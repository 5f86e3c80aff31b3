"""The verifier: untrusted lines of school mathematics to verdicts.

Each function can be used alone, from any thread, on any text:

- `verify(problem, draft)`: a verdict on every line, and on the answer where something can tell;
- `equivalent(a, b)`: whether two answers mean the same, None where that is beyond the verifier;
- `parse(text)`: what a line states, as plain data;
- `answer_reward(completions, answer)`: the same as a reward for TRL's trainers.

Nothing here evaluates text as code, and every size, depth and time is bounded. SymPy is loaded in a process
of its own, and only where the verifier's own mathematics does not decide.
"""

from coe.verifier.answers.checking import check_answer, equivalent, final_answer
from coe.verifier.explanations.explaining import explain
from coe.verifier.expressions.kept import forget_texts
from coe.verifier.policy import CapitalE, Colon, Percent, Policy
from coe.verifier.problems.understanding import understood as understand
from coe.verifier.report import AnswerStatus, LineStatus, LineVerdict, Outcome, Reason, Report
from coe.verifier.reward import AnswerReward, answer_reward
from coe.verifier.sentences.statements import read_line as parse
from coe.verifier.syntax.calculator import fill_spans
from coe.verifier.verify import verify

__all__ = [
    "AnswerReward",
    "AnswerStatus",
    "CapitalE",
    "Colon",
    "LineStatus",
    "LineVerdict",
    "Outcome",
    "Percent",
    "Policy",
    "Reason",
    "Report",
    "answer_reward",
    "check_answer",
    "equivalent",
    "explain",
    "fill_spans",
    "final_answer",
    "forget_texts",
    "parse",
    "understand",
    "verify",
]
