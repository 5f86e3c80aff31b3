"""A small tokenizer of the kind of the first Llama models, which llama.cpp's converter takes as it is."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers

TEMPLATE = "{% for message in messages %}{{ message['content'] }} {% endfor %}"


def save_llama_tokenizer(folder: Path, size: int = 420) -> None:
    """Puts such a tokenizer in the place of a model's own.

    Args:
        folder: of the model.
        size: its vocabulary.
    """
    import transformers

    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁"]
    tokens += [chr(code) for code in range(33, 33 + size - len(tokens))]
    assert len(tokens) == len(set(tokens)) == size
    backend = Tokenizer(
        models.BPE({token: i for i, token in enumerate(tokens)}, [], unk_token="<unk>", byte_fallback=True)
    )
    backend.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    backend.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    for file in folder.glob("*token*"):
        file.unlink()
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=backend, unk_token="<unk>", bos_token="<s>", eos_token="</s>", chat_template=TEMPLATE
    )
    tokenizer.save_pretrained(folder)
