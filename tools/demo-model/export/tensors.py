"""Adds tensors to a file: matrices in blocks of eight-bit numbers, the rest as they are."""

import gguf
import numpy as np
from torch import Tensor

BLOCK = gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType.Q8_0][0]


def add_matrix(writer: gguf.GGUFWriter, name: str, matrix: Tensor) -> None:
    """As Q8_0; the rows' length has to be a multiple of 32."""
    values = matrix.detach().float().numpy()
    if values.shape[-1] % BLOCK:
        raise ValueError(f"{name}: rows of {values.shape[-1]}, expected a multiple of {BLOCK}")
    kind = gguf.GGMLQuantizationType.Q8_0
    writer.add_tensor(name, gguf.quants.quantize(values, kind), raw_dtype=kind)


def add_exact(writer: gguf.GGUFWriter, name: str, tensor: Tensor) -> None:
    """As float32."""
    writer.add_tensor(name, np.ascontiguousarray(tensor.detach().float().numpy()))
