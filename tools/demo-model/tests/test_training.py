"""What training relies on. `python -m unittest` in tools/demo-model."""

import tempfile
import unittest
from collections import Counter
from pathlib import Path

import gguf
import numpy as np
import torch

from export.decoder_file import write_decoder
from model.attention import attend_long, attend_short
from model.decoder import Decoder
from model.shape import Shape
from template.render import render
from tokenizer.common_words import common_words, with_spaces
from tokenizer.of_a_file import read_vocabulary
from tokenizer.pruning import pruned
from tokenizer.variants import spelling, spelt_out
from tokenizer.vocabulary import encode, train_vocabulary
from training.begin import read_weights, with_vocabulary
from training.batches import TOKENS_PER_BATCH, to_batches
from training.examples import to_example
from training.mean import mean_of
from training.muon import orthogonal
from training.optimizers import rate_at

QUESTION = {"role": "user", "content": "What is 1 + 1?"}
TEXTS = ["What is 1 + 1? It is 2. Any UTF-8 goes in.", "one and one make two"] * 20
TOOL = {"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}


def dialogue(**answer) -> dict:
    message = {"role": "assistant", "content": "", **answer}
    return {"skill": "sums", "thinking": "reasoning_content" in answer, "messages": [QUESTION, message]}


class Template(unittest.TestCase):
    def test_a_prompt_is_the_beginning_of_the_dialogue(self):
        call = {"type": "function", "function": {"name": "add", "arguments": {"a": 1}}}
        for answer in ({"content": "2"}, {"tool_calls": [call]}, {"content": "2", "reasoning_content": "1 + 1"}):
            with self.subTest(answer):
                whole = dialogue(**answer)
                prompt = render([QUESTION], [TOOL], whole["thinking"], add_generation_prompt=True)
                self.assertTrue(render(whole["messages"], [TOOL], whole["thinking"]).startswith(prompt))

    def test_thoughts_of_earlier_turns_are_left_out(self):
        messages = [*dialogue(content="2", reasoning_content="hm")["messages"], QUESTION]
        self.assertNotIn("hm", render(messages, thinking=True))


class Vocabulary(unittest.TestCase):
    tokenizer = train_vocabulary(TEXTS, 300)

    def test_any_text_comes_back_as_it_was(self):
        for text in ("  two  spaces\n\n", "日本語 👩‍👩‍👧", "12345", "\ttab\r\n", "é ́"):
            with self.subTest(text):
                self.assertEqual(self.tokenizer.decode(encode(self.tokenizer, text)), text)

    def test_digits_stand_one_by_one(self):
        self.assertEqual(len(encode(self.tokenizer, "12345")), 5)


class Pruning(unittest.TestCase):
    tokenizer = train_vocabulary([*TEXTS, "a rarely said word"], 400)

    def cut(self, least: int):
        said = Counter(token for text in TEXTS for token in encode(self.tokenizer, text))
        return pruned(self.tokenizer, said, least)

    def test_merges_that_are_hardly_said_are_gone_and_any_text_still_comes_back(self):
        cut = self.cut(15)
        self.assertIsNotNone(self.tokenizer.token_to_id("rarely"))
        self.assertIsNone(cut.token_to_id("rarely"))
        self.assertIsNotNone(cut.token_to_id("one"))
        text = "a rarely said word 日本語<|im_end|>"
        self.assertEqual(cut.decode(encode(cut, text), skip_special_tokens=False), text)

    def test_the_tokens_left_are_a_multiple_of_32_in_their_old_order(self):
        cut = self.cut(1)
        size = cut.get_vocab_size()
        self.assertEqual(size % 32, 0)
        kept = [self.tokenizer.token_to_id(cut.id_to_token(token)) for token in range(size)]
        self.assertEqual(kept, sorted(kept))


class CommonWords(unittest.TestCase):
    texts = ["the harbour of Venice", 'the port of "Venice"'] * 9

    def test_words_that_stand_behind_anything_but_a_space_are_not_common(self):
        self.assertEqual(common_words(self.texts, ["Venice"]), ["of", "harbour", "port"])

    def test_words_that_values_begin_with_are_not_common(self):
        self.assertEqual(common_words(self.texts, ["offer", "portal"]), ["of", "harbour"])

    def test_a_name_is_spelt_alike_wherever_it_stands(self):
        tokenizer = train_vocabulary(self.texts, 320)
        joined = with_spaces(tokenizer, common_words(self.texts, []))
        for name in ("Venice", "Vladivostok"):
            spelt = encode(joined, name)
            for text in (f" {name}", f'"{name}', f"({name}", f"-{name}"):
                with self.subTest(text):
                    self.assertEqual(encode(joined, text)[-len(spelt) :], spelt)

    def test_a_common_word_is_one_token_with_its_space(self):
        joined = with_spaces(train_vocabulary(self.texts, 320), common_words(self.texts, []))
        self.assertEqual(joined.encode("port of").tokens, ["port", "Ġof"])


class Variants(unittest.TestCase):
    tokenizer = train_vocabulary(["the harbour of Venice"] * 9, 320)

    def test_a_word_is_spelt_out_with_the_same_tokens(self):
        pieces = spelling(self.tokenizer, ["harbour"])
        variant = spelt_out(self.tokenizer, pieces, 1.0, np.random.default_rng(1))
        usual, spelt = encode(self.tokenizer, "the harbour"), encode(variant, "the harbour")
        self.assertGreater(len(spelt), len(usual))
        self.assertEqual(self.tokenizer.decode(spelt), "the harbour")
        self.assertEqual(encode(variant, "Venice"), encode(self.tokenizer, "Venice"))


class Examples(unittest.TestCase):
    tokenizer = train_vocabulary(TEXTS, 300)

    def said(self, **answer) -> str:
        example = to_example(self.tokenizer, dialogue(**answer))
        own = [token for token, is_said in zip(example.tokens, example.is_said, strict=True) if is_said]
        return self.tokenizer.decode(own, skip_special_tokens=False)

    def test_an_answer_is_learned_with_its_end(self):
        self.assertEqual(self.said(content="It is 2."), "It is 2.<|im_end|>")

    def test_what_the_template_begins_an_answer_with_is_not_learned(self):
        self.assertEqual(self.said(content="2", reasoning_content="1 + 1"), "1 + 1\n</think>\n\n2<|im_end|>")

    def test_every_example_is_in_one_batch(self):
        examples = [to_example(self.tokenizer, dialogue(content="2 " * count)) for count in range(1, 200)]
        made = list(to_batches(examples, np.random.default_rng(1)))
        self.assertTrue(all(batch.tokens.numel() == TOKENS_PER_BATCH for batch in made))
        said = sum((batch.weights == 1).sum().item() for batch in made)
        self.assertEqual(said, sum(sum(example.is_said) for example in examples))


class Arithmetic(unittest.TestCase):
    def test_both_ways_of_attention_agree(self):
        torch.manual_seed(1)
        q, k, v = (torch.randn(3 * 32, heads, 64).bfloat16() for heads in (4, 2, 2))
        difference = (attend_short(q, k, v, 3) - attend_long(q, k, v, 3)).abs().max()
        self.assertLess(difference.item(), 0.05)

    def test_a_direction_becomes_nearly_orthogonal(self):
        torch.manual_seed(1)
        values = torch.linalg.svdvals(orthogonal(torch.randn(48, 32)))
        self.assertGreater(values.min().item(), 0.3)
        self.assertLess(values.max().item(), 1.5)

    def test_the_rate_rises_stays_and_falls_to_nearly_nothing(self):
        rates = [rate_at(step, 1_000, 200) for step in range(1_000)]
        self.assertEqual((max(rates), rates[500]), (1.0, 1.0))
        self.assertLess(max(rates[0], rates[-1]), 0.02)


class Mean(unittest.TestCase):
    def test_each_weight_is_the_mean_of_those_of_all_runs(self):
        states = [{"shape": {"width": 2}, "model": {"a": torch.tensor([1.0, value])}} for value in (2.0, 6.0)]
        self.assertEqual(mean_of(states)["model"]["a"].tolist(), [1.0, 4.0])

    def test_models_of_different_shapes_are_refused(self):
        states = [{"shape": {"width": width}, "model": {}} for width in (2, 4)]
        with self.assertRaisesRegex(ValueError, "different shapes"):
            mean_of(states)


class File(unittest.TestCase):
    def test_a_run_begins_with_the_weights_and_the_vocabulary_of_a_file(self):
        tokenizer = train_vocabulary(TEXTS, 300)
        model = Decoder(Shape(num_vocab=tokenizer.get_vocab_size()))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.gguf"
            write_decoder(path, model, tokenizer)
            reader = gguf.GGUFReader(path)
            begun, vocabulary = Decoder(model.shape), read_vocabulary(reader)
            read_weights(reader, begun)
        self.assertEqual(vocabulary.get_vocab(), tokenizer.get_vocab())
        for text in ("What is 1 + 1?<|im_end|>", "日本語 and UTF-8"):
            self.assertEqual(encode(vocabulary, text), encode(tokenizer, text))
        for name, weight in model.state_dict().items():
            self.assertLess((begun.state_dict()[name] - weight).abs().max().item(), 0.02, name)

    def test_layers_that_a_file_lacks_change_nothing_at_first(self):
        tokenizer = train_vocabulary(TEXTS, 300)
        model = Decoder(Shape(num_vocab=tokenizer.get_vocab_size(), num_layers=1))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.gguf"
            write_decoder(path, model, tokenizer)
            alike, deeper = Decoder(model.shape), Decoder(Shape(num_vocab=model.shape.num_vocab, num_layers=2))
            for begun in (alike, deeper):
                read_weights(gguf.GGUFReader(path), begun)
        tokens = torch.tensor([encode(tokenizer, "What is 1 + 1?")])
        self.assertTrue(torch.equal(deeper.logits(tokens), alike.logits(tokens)))

    def test_another_vocabulary_begins_with_what_is_known_of_its_pieces(self):
        old = with_spaces(train_vocabulary(TEXTS, 300), ["make"])
        new = train_vocabulary([*TEXTS, "two words"] * 3, 320)
        model = Decoder(Shape(num_vocab=old.get_vocab_size(), num_layers=1))
        changed = with_vocabulary(model, old, new)
        rows, before = changed.embedding.detach(), model.embedding.detach()
        self.assertEqual(changed.shape.num_vocab, new.get_vocab_size())
        for piece in ("one", "<|im_end|>", "Ċ"):
            self.assertTrue(torch.equal(rows[new.token_to_id(piece)], before[old.token_to_id(piece)]))
        self.assertIsNone(old.token_to_id("words"))
        spelt = before[encode(old, "words")].mean(0)
        self.assertTrue(torch.equal(rows[new.token_to_id("words")], spelt))

    def test_a_written_model_holds_its_weights_and_its_template(self):
        tokenizer = train_vocabulary(TEXTS, 300)
        size = tokenizer.get_vocab_size()
        model = Decoder(Shape(num_vocab=size, num_layers=1))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.gguf"
            write_decoder(path, model, tokenizer)
            reader = gguf.GGUFReader(path)
            tensor = next(part for part in reader.tensors if part.name == "token_embd.weight")
            values = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
            template = reader.get_field("tokenizer.chat_template").contents()
        self.assertIn("<tool_call>", template)
        self.assertLess(np.abs(values - model.embedding.detach().numpy()).max(), 0.002)


if __name__ == "__main__":
    unittest.main()
