"""A Llama-like chat model, small enough to be trained in a test, that knows some commands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from coe.agents.chat import encode
from coe.environment import Environment, instructions, render_messages
from coe.problem import Problem

TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
SPECIAL = ("<|pad|>", "<|end|>", "<|system|>", "<|user|>", "<|assistant|>")
PROBLEM = Problem("Solve for x: 2x = 8", "4", ("x = 4",), drafts=(("x = 5",),), split="train")
OPEN = Problem("Name a number that you like.", drafts=(("Answer: 5",),), split="train")
"""No verifier can tell what is right here."""
SOLVING = "REPL 1 >>>x = 4"
KNOWN = (SOLVING, "REPL 1 >>>x = 6", "nonsense")
"""What the policy says."""
COMMANDS = (*KNOWN, "DELL 1", "EXIT", "ADDL 1 >>>2x = 8")


def problem_file(folder: Path, *problems: Problem) -> str:
    """A file of problems, as --tasks reads it."""
    path = folder / "problems.jsonl"
    path.write_text("".join(json.dumps(problem.to_dict()) + "\n" for problem in problems))
    return str(path)


def make_tokenizer(template: str | None = TEMPLATE, context: int = 1024) -> Any:
    """Each command is one token."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    words: Any = Tokenizer(models.BPE())
    words.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    words.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    words.train_from_iterator(
        [instructions(calculator=True)] * 3,
        trainers.BpeTrainer(
            vocab_size=500, special_tokens=list(SPECIAL), initial_alphabet=alphabet, show_progress=False
        ),
    )
    words.add_tokens(list(COMMANDS))
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<|pad|>", eos_token="<|end|>", model_max_length=context
    )
    tokenizer.chat_template = template
    return tokenizer


def make_policy(
    folder: Path,
    template: str | None = TEMPLATE,
    *,
    problems: Sequence[Problem] = (PROBLEM,),
    updates: int = 40,
    spread: float = 0.02,
) -> Path:
    """A model in a folder that answers the first state of each problem by any of `KNOWN`, each as likely.

    Args:
        folder: written to.
        template: of conversations.
        problems: each with a draft.
        updates: in which it learns that.
        spread: of the weights it begins with. Its output weights stay as they are when an adapter is trained:
            the wider they are spread, the better can it tell commands apart.
    """
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    tokenizer = make_tokenizer(template)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(1)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer), hidden_size=32, intermediate_size=48, num_hidden_layers=2,
            num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=1024,
            initializer_range=spread, pad_token_id=0, eos_token_id=1, bos_token_id=None,
        )
    )  # fmt: skip
    rows, labels = [], []
    for problem in problems:
        prompt = encode(tokenizer, render_messages(Environment().reset(problem, problem.drafts[0])))
        for command in KNOWN:
            reply = [*tokenizer.encode(command), 1]
            assert len(reply) == 2
            rows.append([*prompt, *reply])
            labels.append([*[-100] * len(prompt), *reply])
    longest = max(map(len, rows))
    tokens = torch.tensor([[*row, *[0] * (longest - len(row))] for row in rows])
    labels = torch.tensor([[*row, *[-100] * (longest - len(row))] for row in labels])
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    for _ in range(updates):
        loss = model(input_ids=tokens, labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.save_pretrained(folder)
    return folder
