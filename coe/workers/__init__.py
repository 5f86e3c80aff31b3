"""Episodes played by several processes of this machine, each with an agent and batches of its own.

What Python does between the products of a model runs on one core in one process, whatever its threads; with
a process for every core all of it runs side by side. Episodes depend on the seed, the problem, the sample and
the turn alone, so they are the same whatever the number of processes. Nothing here knows of any agent or
command.
"""

from coe.workers.crew import Crew, Lost
from coe.workers.episodes import AHEAD, play_in_processes, played_by
from coe.workers.process import Ended, Turned, Work
from coe.workers.start_queue import StartQueue, number_of

__all__ = [
    "AHEAD",
    "Crew",
    "Ended",
    "Lost",
    "StartQueue",
    "Turned",
    "Work",
    "number_of",
    "play_in_processes",
    "played_by",
]
