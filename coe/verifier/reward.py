"""A reward for reinforcement learning from verifiable answers, as TRL's GRPOTrainer and RLOOTrainer call it.

    from coe import answer_reward
    trainer = GRPOTrainer(model, reward_funcs=answer_reward, train_dataset=rows_with_prompt_and_answer)

The trainer calls `reward(prompts=..., completions=..., <every other column>=..., ...)` with lists of one
length and wants a list of that length back; None stands for "no reward": the trainer leaves that
completion out.
Nothing of TRL is imported: any trainer with this convention will do.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coe.errors import VerifierError
from coe.verifier.answers.checking import equivalent, policy_for, read_answer
from coe.verifier.expressions.expr import Statement
from coe.verifier.policy import DEFAULT, Policy
from coe.verifier.verify import verify

Message = Mapping[str, object]
Completion = str | Sequence[Message]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AnswerReward:
    """Reward of completions by their final answers, compared with references by meaning.

    A completion is text or a list of chat messages, of which the last with text counts. Its answer is the
    last one stated: a box, "#### n", "the answer is ...", else the end of its last sentence. A reference may
    be an answer or a whole solution that ends with one, as in GSM8K.

    A completion that states no answer, or none that can be read, is wrong: it must not pay to be unreadable.
    None is given where the failure is ours: a reference that is missing or cannot be read, a comparison past
    the verifier or its time limit, a crash (which is logged).

    Not promised: that the reasoning is sound. With `flawed` set an invalid line costs the full reward, but
    most errors in word problems are in the plan, which no line shows. An answer is taken where it is stated:
    a completion that copies the reference from its prompt is paid.

    Args:
        right: for the right answer.
        wrong: for any other answer, and for none.
        undecided: where both answers are read and cannot be compared; None leaves the completion out.
        flawed: for the right answer behind an invalid line; None: lines are not judged.
        answer_column: the column with the references.
        question_column: the column with the problems, which say whether a percentage is asked and what
            lines follow from; without it the text of the prompt is the problem.
        policy: what counts as the same answer.
    """

    right: float = 1.0
    wrong: float = 0.0
    undecided: float | None = None
    flawed: float | None = None
    answer_column: str = "answer"
    question_column: str = "question"
    policy: Policy = DEFAULT

    @property
    def __name__(self) -> str:
        """What trainers log this reward as."""
        return "answer_reward"

    def __call__(
        self, completions: Sequence[Completion], answer: Sequence[object] | None = None, **columns: object
    ) -> list[float | None]:
        """One reward for each completion.

        Args:
            completions: texts or lists of messages.
            answer: the references, where `answer_column` has not been changed.
            columns: lists of the same length by name; those with references and problems are read.

        Raises:
            VerifierError: the column with the references is missing, or its length is another.
        """
        columns["answer"] = answer
        count = len(completions)
        references = self._column(self.answer_column, columns, count)
        if references is None:
            raise VerifierError(
                f"no column {self.answer_column!r} with reference answers;"
                " AnswerReward(answer_column=...) names another"
            )
        problems = self._column(self.question_column, columns, count)
        problems = problems or self._column("prompts", columns, count)
        rows = zip(completions, references, problems or [""] * count, strict=True)
        return [self._reward(*row) for row in rows]

    def _column(self, name: str, columns: Mapping[str, object], length: int) -> Sequence[object] | None:
        values = columns.get(name)
        if values is None:
            return None
        if isinstance(values, str) or not isinstance(values, Sequence) or len(values) != length:
            raise VerifierError(f"column {name!r} must be a list of {length} values, one for each completion")
        return values

    def _reward(self, completion: Completion, reference: object, problem: object) -> float | None:
        try:
            return self._judged(text_of(completion), reference, text_of(problem))
        except Exception:
            # A crash of ours must neither stop a training run nor teach the model anything.
            _log.exception("no reward: the verifier failed")
            return None

    def _judged(self, text: str, reference: object, problem: str) -> float | None:
        if reference is None:
            return None
        policy = policy_for(problem, self.policy)
        if _says_nothing(read_answer(str(reference), policy)):
            return None
        if _says_nothing(read_answer(text, policy)):
            return self.wrong
        same = equivalent(str(reference), text, policy)
        if same is None:
            return self.undecided
        if not same:
            return self.wrong
        if self.flawed is not None and verify(problem, text).first_invalid is not None:
            return self.flawed
        return self.right


def _says_nothing(statement: Statement) -> bool:
    return bool(statement.error) or not (statement.claims or statement.word)


def text_of(content: object) -> str:
    """The text of a completion or prompt: a string, or the last message with text.

    The content of a message may be a list of parts, {"type": "text", "text": ...}.
    """
    if isinstance(content, str):
        return content
    if isinstance(content, Sequence):
        for message in reversed(content):
            if isinstance(message, Mapping):
                text = _content(message.get("content"))
                if text.strip():
                    return text
    return ""


def _content(content: object) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, Sequence):
        parts = [part.get("text") for part in content if isinstance(part, Mapping)]
        return "".join(part for part in parts if isinstance(part, str))
    return ""


answer_reward = AnswerReward()
"""The defaults: 1.0 for the right answer, 0.0 for a wrong one or none, None where the failure is ours."""
