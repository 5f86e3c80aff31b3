"""Constrained decoding: what an untrained model writes at temperature 1.5, and what the constraint costs.

    coe models pull SmolLM2-135M-Instruct
    python benchmarks/constrained.py --n 10000

The untrained models are small random Llamas, one with the tokenizer of the built-in model, one with that of
SmolLM2 (49,152 tokens); every command is asked for in another state, and must parse and fit its draft. The
cost is measured on SmolLM2-135M-Instruct and on the built-in model: processor seconds of all threads (so that
other programs do not count) inside the grammar, against those of the rest of decoding in the same run; what
reading the prompts takes does not count.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from coe.agents import Agent, create_agent
from coe.agents.constrained import Constrainer, Constraint
from coe.agents.decoding import Replies
from coe.agents.model_store import SMOL, find_model
from coe.agents.protocol import Conversation
from coe.agents.tiny import MODEL_FOLDER
from coe.dsl import Draft, apply_edit, draft_grammar, draft_outline, parse_edit
from coe.environment import Recorder
from coe.errors import EditApplyError, EditParseError
from coe.messages import Sampling
from coe.seeding import derive_rng
from coe.tasks.catalogue import family_names, make_problem

TEMPERATURE = 1.5


def states(seed: int) -> Iterator[tuple[Conversation, tuple[str, ...]]]:
    """Conversations and their drafts: worked solutions of every family, cut anywhere."""
    index = 0
    while True:
        for family in family_names():
            problem = make_problem(family, "train", seed, index)
            count = derive_rng("constrained", seed, family, index).randint(0, len(problem.solution))
            recorder = Recorder(problem, problem.solution[:count])
            yield recorder.messages(), recorder.environment.lines
        index += 1


def untrained(folder: Path, tokenizer_of: Path) -> None:
    """A random model with the tokenizer of another, saved in the folder."""
    import torch
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(tokenizer_of)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = transformers.LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=64, intermediate_size=128, num_hidden_layers=2,
        num_attention_heads=4, bos_token_id=1, eos_token_id=2, pad_token_id=2,
    )  # fmt: skip
    transformers.LlamaForCausalLM(config).save_pretrained(folder)


def held(temperature: float, seed: int, max_tokens: int, lines: tuple[str, ...]) -> Sampling:
    """A command that keeps to the grammar of its draft."""
    return Sampling(
        temperature, seed, max_tokens, grammar=draft_grammar(lines), outline=draft_outline(len(lines))
    )


def failures(agent: Agent, n: int, max_tokens: int, constrained: bool) -> tuple[int, int, Counter[str]]:
    """Commands that did not parse, that did not fit, and the kinds of those that did."""
    wrong, unfit, kinds = 0, 0, Counter[str]()
    queue, done = states(0), 0
    while done < n:
        asked = list(islice(queue, min(64, n - done)))
        how = [
            held(TEMPERATURE, done + row, max_tokens, lines)
            if constrained
            else Sampling(TEMPERATURE, done + row, max_tokens)
            for row, (_, lines) in enumerate(asked)
        ]
        for reply, (_, lines) in zip(agent.act([c for c, _ in asked], how), asked, strict=True):
            assert reply.error is None, reply.error
            try:
                edit = parse_edit(reply.text)
                apply_edit(Draft(lines), edit)
                kinds[type(edit).__name__] += 1
            except EditParseError:
                wrong += 1
            except EditApplyError:
                unfit += 1
        done += len(asked)
    return wrong, unfit, kinds


class Stopwatch:
    """Processor seconds inside some functions, of all threads, less what it takes to look at the clock."""

    def __init__(self, *methods: tuple[type, str]) -> None:
        self.seconds = self._own = 0.0
        nothing = self.timed(lambda: None)
        for _ in range(10_000):
            nothing()
        self._own = self.seconds / 10_000
        for owner, name in methods:
            setattr(owner, name, self.timed(getattr(owner, name)))

    def timed(self, function: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*arguments: object) -> object:
            begun = time.process_time()
            try:
                return function(*arguments)
            finally:
                self.seconds += time.process_time() - begun - self._own

        return wrapped


def overhead(agent: Agent, watch: Stopwatch, batch: int, rounds: int, temperature: float) -> str:
    """What the grammar takes beside everything else that decoding takes; every round has its own states."""
    queue, inside, rest, steps = states(1), 0.0, 0.0, 0
    for number in range(rounds + 1):
        asked = list(islice(queue, batch))
        conversations = [conversation[-1:] for conversation, _ in asked]
        plain = [Sampling(temperature, row, 1) for row in range(batch)]
        constrained = [held(temperature, row, 32, lines) for row, (_, lines) in enumerate(asked)]
        agent.act(conversations, plain)  # from here on the prompts are known to the agent
        begun = time.process_time()
        agent.act(conversations, plain)
        read = time.process_time() - begun
        watch.seconds, begun = 0.0, time.process_time()
        replies = agent.act(conversations, constrained)
        took = time.process_time() - begun
        if number:  # the first is to warm up
            inside += watch.seconds
            rest += took - read - watch.seconds
            steps += max(reply.usage.completion_tokens for reply in replies)
    return (
        f"{agent.name}, batch {batch}, temperature {temperature:g}: "
        f"{1e3 * inside / steps:.2f} ms a step for the grammar, "
        f"{1e3 * rest / steps:.1f} ms for the rest: {100 * inside / rest:+.1f} % ({steps} steps)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--n", type=int, default=10_000, help="commands of each untrained model; 0 for none")
    parser.add_argument("--max-tokens", type=int, default=48)
    parser.add_argument("--model-type", default="local", choices=("local", "mlx"))
    parser.add_argument("--batches", type=int, nargs="*", default=(1, 16), help="batch sizes of the cost")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--models", nargs="*", default=["tiny", "smol"], choices=["tiny", "smol"])
    asked = parser.parse_args()
    folders = {"tiny": MODEL_FOLDER, "smol": find_model(SMOL)}
    if "smol" in asked.models and folders["smol"] is None:
        parser.exit(2, "SmolLM2 is not on this machine; run: coe models pull SmolLM2-135M-Instruct\n")
    for tokenizer_of in filter(None, (folders[name] for name in asked.models)) if asked.n else ():
        with tempfile.TemporaryDirectory() as folder:
            untrained(Path(folder), tokenizer_of)
            agent = create_agent(asked.model_type, model=folder, device="cpu", batch_size=64)
            print(f"untrained model with the tokenizer of {tokenizer_of.name}, temperature {TEMPERATURE}")
            for constrained, n in ((True, asked.n), (False, min(asked.n, 256))):
                begun = time.perf_counter()
                wrong, unfit, kinds = failures(agent, n, asked.max_tokens, constrained)
                seconds = time.perf_counter() - begun
                print(
                    f"  {'constrained' if constrained else 'free'}: of {n} commands {wrong} do not parse, "
                    f"{unfit} do not fit; {dict(kinds)}; {seconds:.0f} s",
                    flush=True,
                )
    watch = Stopwatch(
        (Constrainer, "start"), (Replies, "_constrain"), (Constraint, "consume"), (Constraint, "allows")
    )
    for batch in asked.batches:
        agents = [create_agent("tiny", batch_size=batch, threads=1)] if "tiny" in asked.models else []
        if "smol" in asked.models:
            agents.append(create_agent(asked.model_type, model=SMOL, device="cpu", batch_size=batch))
        for agent in agents:
            for temperature in (0.0, TEMPERATURE):
                print(overhead(agent, watch, batch, asked.rounds, temperature), flush=True)


if __name__ == "__main__":
    main()
