"""What the models compute in; their weights are kept in float32."""

import torch

WORKING = torch.bfloat16
