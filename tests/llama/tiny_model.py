"""Write a tiny language model with random weights as a GGUF file: `python tiny_model.py FILE`.

Runs in the environment of `make test-llama` and imports nothing of ours. One layer of 32 dimensions over single bytes. One dimension is
the same for every token, so that its weights in the output layer make some characters likelier than others: enough for a grammar's
strings and arrays to end some time, and for most of what may be null to be null. What it says is noise.
"""

from __future__ import annotations

import sys

import gguf
import numpy as np

WIDTH, HEADS, CONTEXT = 32, 2, 65_536
UNKNOWN, BEGIN, END = 0, 1, 2
LIKELY = {"n": 6.0, "{": 4.0, "}": 4.0, '"': 3.5, ",": 2.5, "]": 2.0, "[": 2.0} | dict.fromkeys("abcdefghijklmopqrstuvwxyz", 2.0)


def vocabulary() -> tuple[list[str], list[int]]:
    """Tokens and their types: the three that steer, then every byte, then the characters that text is mostly made of."""
    kinds = gguf.TokenType
    words = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "\u2581", *map(chr, range(33, 127))]
    types = [kinds.UNKNOWN, kinds.CONTROL, kinds.CONTROL, *[kinds.BYTE] * 256]
    return words, [int(one) for one in [*types, *[kinds.NORMAL] * (len(words) - len(types))]]


def tensors(words: list[str]) -> dict[str, np.ndarray]:
    """Random weights by GGUF's names."""
    chance = np.random.default_rng(7)
    bias = np.array([LIKELY.get(" " if word == "\u2581" else word, 0.0) for word in words])
    embedding, output = chance.normal(0, 0.3, (2, len(words), WIDTH))
    embedding[:, 0], output[:, 0] = 4.0, bias / np.sqrt(WIDTH)
    ones, square, wide = np.ones(WIDTH), (WIDTH, WIDTH), (2 * WIDTH, WIDTH)
    layer = {f"attn_{name}": chance.normal(0, 0.05, square) for name in ("q", "k", "v", "output")}
    layer |= {
        "ffn_gate": chance.normal(0, 0.05, wide),
        "ffn_up": chance.normal(0, 0.05, wide),
        "ffn_down": chance.normal(0, 0.05, wide[::-1]),
    }
    layer |= {"attn_norm": ones, "ffn_norm": ones}
    named = {"token_embd": embedding, "output_norm": ones, "output": output} | {f"blk.0.{name}": value for name, value in layer.items()}
    return {f"{name}.weight": value.astype(np.float32) for name, value in named.items()}


def main(path: str) -> None:
    """Write the model to `path`."""
    words, types = vocabulary()
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(2 * WIDTH)
    writer.add_head_count(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(len(words))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(words)
    writer.add_token_scores([0.0] * len(words))
    writer.add_token_types(types)
    writer.add_unk_token_id(UNKNOWN)
    writer.add_bos_token_id(BEGIN)
    writer.add_eos_token_id(END)
    for name, value in tensors(words).items():
        writer.add_tensor(name, value)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main(sys.argv[1])
