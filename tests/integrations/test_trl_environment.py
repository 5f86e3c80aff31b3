"""The environment as a tool, by itself and in TRL's own trainer with a model that says what it is told to."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import pytest
from transformers.utils import get_json_schema

from coe.environment import EnvironmentConfig
from coe.problem import Problem
from integrations.trl_environment import OVER, EditEnvironment, rows
from tests.training.grpo_models import OPEN, PROBLEM, SOLVING, problem_file

ROW: dict[str, Any] = {"prompt": [], "problem": json.dumps(PROBLEM.to_dict()), "draft": ["x = 5"]}


def test_the_model_sees_one_tool_and_its_schema() -> None:
    public = {name for name, _ in inspect.getmembers(EditEnvironment, inspect.isfunction) if name[0] != "_"}
    assert public == {"reset", "edit", "get_reward"}
    schema = get_json_schema(EditEnvironment().edit)["function"]
    assert schema["name"] == "edit"
    assert "ADDL n >>>text" in schema["parameters"]["properties"]["command"]["description"]


def test_an_episode_is_edited_scored_and_frozen() -> None:
    environment = EditEnvironment()
    assert environment.edit("DELL 1") == OVER, "no episode was started"
    assert environment.reset(**ROW).startswith("Problem: Solve for x: 2x = 8\nL 1 [")
    assert "Error:" in environment.edit("nonsense")
    assert environment.edit(SOLVING).endswith(OVER)
    assert environment.get_reward() == pytest.approx(1.2 - 0.1)
    assert environment.edit("DELL 1") == OVER
    assert environment.get_reward() == pytest.approx(1.2 - 0.1)
    environment.reset(**ROW)
    assert environment.get_reward() == pytest.approx(0.0)
    assert environment.edit("EXIT").endswith(OVER)
    assert environment.edit(SOLVING) == OVER
    assert environment.get_reward() == pytest.approx(0.0)


def test_the_reference_is_not_shown_and_what_cannot_be_judged_has_no_reward() -> None:
    environment = EditEnvironment(EnvironmentConfig(max_steps=2))
    asked = Problem(OPEN.statement, "271828")
    said = environment.reset(problem=json.dumps(asked.to_dict()), draft=["Answer: 5"])
    said += environment.edit("REPL 1 >>>Answer: 6") + environment.edit("REPL 1 >>>Answer: 7")
    assert "271828" not in said
    assert environment.get_reward() is None


def make_tokenizer() -> Any:
    """Bytes, and a chat template with tool calls."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast
    from trl.chat_template_utils import qwen3_instruct_2507_chat_template

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    words: Any = Tokenizer(models.BPE({letter: place for place, letter in enumerate(alphabet)}, []))
    words.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    words.decoder = decoders.ByteLevel()
    names = ["<|im_start|>", "<|im_end|>", "<|endoftext|>"]
    words.add_special_tokens(names)
    words.add_tokens(["<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>"])
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words, eos_token="<|im_end|>", pad_token="<|endoftext|>", padding_side="left"
    )
    tokenizer.chat_template = qwen3_instruct_2507_chat_template
    return tokenizer


def test_a_smoke_run_in_the_trainer(tmp_path: Path) -> None:
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM
    from trl import GRPOConfig, GRPOTrainer

    tokenizer = make_tokenizer()

    def call(command: str) -> str:
        return (
            "<tool_call>\n"
            + json.dumps({"name": "edit", "arguments": {"command": command}})
            + "\n</tool_call>"
        )

    first = [call(SOLVING), call("EXIT"), "I give up.", call("nonsense")]

    class Scripted(LlamaForCausalLM):  # type: ignore[misc]
        def generate(self, input_ids: Any, **_: Any) -> Any:
            turns = [tokenizer.decode(row).count("<tool_response>\n") for row in input_ids]
            said = [
                first[place % 4] if turn == 0 else call(SOLVING) if turn == 1 else "Done."
                for place, turn in enumerate(turns)
            ]
            ids = [torch.tensor(tokenizer.encode(f"{text}<|im_end|>")) for text in said]
            padded = torch.nn.utils.rnn.pad_sequence(
                ids, batch_first=True, padding_value=tokenizer.pad_token_id
            )
            return torch.cat((input_ids, padded), 1)

    model = Scripted(
        LlamaConfig(
            vocab_size=len(tokenizer), hidden_size=16, intermediate_size=16, num_hidden_layers=1,
            num_attention_heads=2, num_key_value_heads=2, max_position_embeddings=8192,
            eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id, bos_token_id=None,
        )
    )  # fmt: skip
    trainer = GRPOTrainer(
        model=model, processing_class=tokenizer, environment_factory=EditEnvironment,
        train_dataset=rows(problem_file(tmp_path, PROBLEM), 1),
        args=GRPOConfig(
            output_dir=str(tmp_path), max_steps=1, per_device_train_batch_size=4, num_generations=4,
            max_completion_length=4096, max_tool_calling_iterations=4, use_cpu=True, bf16=False, report_to=[],
            save_strategy="no", logging_steps=1, disable_tqdm=True, gradient_checkpointing=False,
        ),
    )  # fmt: skip
    trainer.train()
    logged = trainer.state.log_history[0]
    # Solved at once; EXIT and then an edit that no longer counts; no command; nonsense and then solved.
    assert logged["rewards/EditEnvironment/mean"] == pytest.approx((1.2 + 0 + 0 + 1.1) / 4)
    assert logged["tools/failure_frequency"] == 0
    assert logged["grad_norm"] > 0
