import {
  type CharSet,
  charSet,
  complement,
  intersection,
  rangesOf,
} from '../json-schema/text/char-set.ts';
import { having } from './python-chars.ts';

/** Letters and digits of the basic plane that came after Unicode 12.1. */
const lateLetters: CharSet = charSet(
  [0x08_70, 0x08_87],
  [0x08_89, 0x08_8f],
  [0x08_b5, 0x08_b5],
  [0x08_be, 0x08_c9],
  [0x0c_5c, 0x0c_5d],
  [0x0c_dc, 0x0c_dd],
  [0x0d_04, 0x0d_04],
  [0x17_0d, 0x17_0d],
  [0x17_1f, 0x17_1f],
  [0x1b_4c, 0x1b_4c],
  [0x1c_89, 0x1c_8a],
  [0x2c_2f, 0x2c_2f],
  [0x2c_5f, 0x2c_5f],
  [0x31_bb, 0x31_bf],
  [0x4d_b6, 0x4d_bf],
  [0x9f_f0, 0x9f_ff],
  [0xa7_c0, 0xa7_c1],
  [0xa7_c7, 0xa7_dc],
  [0xa7_f1, 0xa7_f6],
  [0xab_68, 0xab_69],
);

/** Letters of a run this long are worth a range in a grammar. */
const longRun = 32;

let known: CharSet | undefined;

/**
 * Characters of which a grammar does not say that they are letters or digits, nor that they are
 * not. Some are for one Python and not for another, by the tables of Unicode that it comes with:
 * those that are late or not assigned, and most beyond the basic plane. Others stand by themselves,
 * digits of other scripts among them, and hundreds of ranges are more than an answer can be held to
 * token by token.
 */
export function doubtfulChars(): CharSet {
  if (known !== undefined) return known;
  const letters = intersection(
    having(/^\p{L}$/u, 0x80, 0xff_ff),
    complement(lateLetters),
  );
  const runs = rangesOf(letters).filter(([first, last]) => last - first + 1 >= longRun);
  const open = having(/^[\p{L}\p{N}\p{Cn}]$/u, 0x80);
  known = intersection(open, complement(charSet(...runs)));
  return known;
}
