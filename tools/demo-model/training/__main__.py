"""`python -m training --out DIR --steps N --decay-steps M`: learns from the endless corpus.

Goes on where an earlier run in the same folder stopped. SIGTERM stops it at the next step.
"""

import argparse
import signal
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

from training.run import Plan, work


def read_plan() -> Plan:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of tokenizer.json and state")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, required=True, help="in all")
    parser.add_argument("--decay-steps", type=int, required=True, help="of them, with a falling rate")
    parser.add_argument("--rate", type=float, default=1.0, help="share of the highest rates")
    parser.add_argument("--workers", type=int, default=2, help="processes of one thread each")
    parser.add_argument("--save-seconds", type=float, default=180)
    read = parser.parse_args()
    return Plan(
        read.out, read.seed, read.steps, read.decay_steps, read.rate, read.workers, read.save_seconds
    )


def main() -> None:
    plan = read_plan()
    context = get_context("spawn")
    stop = context.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with tempfile.TemporaryDirectory() as folder:
        meeting = Path(folder) / "meeting"
        workers = [
            context.Process(target=work, args=(rank, plan, meeting, stop))
            for rank in range(plan.num_workers)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    sys.exit(any(worker.exitcode for worker in workers))


if __name__ == "__main__":
    main()
