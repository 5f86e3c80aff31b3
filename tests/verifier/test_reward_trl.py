"""The reward inside TRL's own trainer: two steps of GRPO on a random model of a few thousand weights."""

from __future__ import annotations

from pathlib import Path

WORDS = ["<pad>", "<eos>", "<unk>", "Add", "one", "and", "####", *map(str, range(10))]
STEPS = 2


def test_two_steps_of_grpo(tmp_path: Path) -> None:
    import torch
    from datasets import Dataset
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
    from trl import GRPOConfig, GRPOTrainer

    from coe import AnswerReward

    vocabulary = {word: number for number, word in enumerate(WORDS)}
    words = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", eos_token="<eos>", unk_token="<unk>", padding_side="left"
    )
    torch.manual_seed(1)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(WORDS), hidden_size=16, intermediate_size=32, num_hidden_layers=1,
            num_attention_heads=2, num_key_value_heads=2, max_position_embeddings=64,
            pad_token_id=0, eos_token_id=1, bos_token_id=1,
        )
    )  # fmt: skip
    rows = Dataset.from_list(
        [{"prompt": "Add one and 3", "answer": "4"}, {"prompt": "Add one and", "answer": "((("}] * 4
    )
    reward = AnswerReward(right=1.0, wrong=-1.0)
    seen: list[float | None] = []

    def noted(**columns: list[object]) -> list[float | None]:
        found = reward(**columns)
        seen.extend(found)
        assert [value is None for value in found] == [answer == "(((" for answer in columns["answer"]]
        return found

    trainer = GRPOTrainer(
        model=model,
        processing_class=tokenizer,
        reward_funcs=[reward, noted],
        train_dataset=rows,
        args=GRPOConfig(
            output_dir=str(tmp_path), max_steps=STEPS, per_device_train_batch_size=8, num_generations=4,
            max_completion_length=4, use_cpu=True, bf16=False, report_to=[], save_strategy="no",
            logging_steps=1, learning_rate=1e-2, disable_tqdm=True, seed=3,
        ),
    )  # fmt: skip
    trainer.train()

    # A step where no completion has a reward logs none.
    means = [row.get("rewards/answer_reward/mean") for row in trainer.state.log_history if "loss" in row]
    assert trainer.state.global_step == STEPS
    assert any(mean is not None and -1.0 <= mean <= 1.0 for mean in means)
    assert len(seen) == 8 * STEPS
    assert set(seen) >= {-1.0, None}
